import type { Event } from '#programme';
import { calendarIn, deliver } from '../../support/delivery.js';
import { idOf, registerFor, trailOf } from '../../support/desk.js';
import { available, Holder, part, toldTo } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { type Person, TestApp } from '../../support/test-app.js';

const DAY = 24 * 60 * 60_000;

let app: TestApp;
let team: Team;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app, 'manager');
  event = await app.make.event();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

async function party(person: Partial<Person> = {}, of = event) {
  const session = await app.make.session(of, { capacity: 6 });
  const holder = await Holder.in(app, session.id, { name: 'Ada', partySize: 2, guests: [{ name: 'Tom' }], ...person });
  const path = `registrations/${holder.id}`;
  return { session, holder, path, left: () => available(app, of.slug, session.id) };
}

describe('a registration that the team changes', () => {
  it('keeps what is left out, and its party is mailed the new state', async () => {
    const { holder, path } = await party({ accessNeeds: 'A chair.' });
    const seen = await team.get(path);
    const answer = await team.change(path, { contact: { phone: '020 7946 0123' }, reason: 'She rang.' }, seen);
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.objectContaining({ version: 2, accessNeeds: 'A chair.', places: seen.body['places'] }),
    ]);
    expect((await team.get(path)).body).toEqual(answer.body);
    expect(await holder.told()).toMatchObject([{ kind: 'confirmation' }, { kind: 'change' }]);
    expect(await holder.sequence()).toBe(1);
    const [entry] = await trailOf(team, holder.id);
    expect(entry).toMatchObject({
      ...{ kind: 'registration.changed', reason: 'She rang.', actor: { kind: 'key' } },
      changed: { contactPhone: { from: null, to: '020 7946 0123' } },
    });
  });

  it('is changed by who has seen it as it is, and by nobody else', async () => {
    const { holder, path } = await party();
    const seen = await team.get(path);
    await holder.change({ accessNeeds: 'A chair.' });
    expectProblem(await team.change(path, { partySize: 1 }, seen), 412, 'stale');
    const { status } = await app.call('PATCH', `/api/v1/admin/${path}`, { body: {}, headers: team.headers });
    expect(status).toBe(428);
    expect((await team.change(path, { partySize: 1 }, await team.get(path))).status).toBe(200);
  });

  it('is as it was, and nobody is mailed, if nothing changes', async () => {
    const { holder, path } = await party();
    const seen = await team.get(path);
    const answer = await team.change(path, { contact: { name: 'Ada' }, partySize: 2 }, seen);
    expect([answer.status, answer.text]).toEqual([200, seen.text]);
    expect([(await holder.told()).length, await trailOf(team, holder.id)]).toEqual([1, []]);
  });

  it('becomes larger as long as places are left, and smaller', async () => {
    const { path, left } = await party();
    expect((await team.change(path, { partySize: 5 })).body).toMatchObject({ partySize: 5 });
    expect(await left()).toBe(1);
    expectProblem(await team.change(path, { partySize: 7 }), 422, 'party_too_large');
    const over = { partySize: 7, override: ['party_limit'] };
    expect(expectProblem(await team.change(path, over), 409, 'session_full')).toMatchObject({ available: 1 });
    expect((await team.change(path, { partySize: 1 })).body).toMatchObject({ partySize: 1 });
    expect(await left()).toBe(5);
  });

  it('that is larger than the limit by the team’s leave may still be corrected by its holder', async () => {
    const strict = await app.make.event({ partyLimit: 2 });
    const { holder, path } = await party({}, strict);
    expect((await team.change(path, { partySize: 4, override: ['party_limit'] })).status).toBe(200);
    expect((await holder.change({ accessNeeds: 'A chair.' })).status).toBe(200);
    expect((await holder.change({ partySize: 5 })).body).toMatchObject({ code: 'party_too_large', limit: 4 });
  });

  it('can be changed after the deadline of its holder, until the session is over', async () => {
    const late = await app.make.event({ changesCloseMinutes: 60 * 24 * 60 });
    const { holder, path, session } = await party({}, late);
    expect((await holder.change({ partySize: 1 })).body['code']).toBe('too_late');
    expect((await team.change(path, { partySize: 1 })).status).toBe(200);
    const past = [new Date(Date.now() - 2 * DAY), new Date(Date.now() - DAY), session.id];
    await app.database.reader.query(
      `UPDATE sessions SET starts_at = $1, admission_opens_at = $1, ends_at = $2, admission_closes_at = $2 WHERE id = $3`,
      past,
    );
    expectProblem(await team.change(path, { partySize: 2 }), 409, 'session_over');
  });

  it('gets another address where that is confirmed by mail as well; the old one hears of it', async () => {
    const checked = await app.make.event({ confirmation: 'by-email' });
    const session = await app.make.session(checked);
    const id = idOf(await registerFor(team, session.id, { contact: { name: 'Ada', email: 'slip@example.org' } }));
    await deliver(app, id);
    const answer = await team.change(`registrations/${id}`, { contact: { email: 'ada@example.org' } });
    expect(answer.body).toMatchObject({ contact: { email: 'ada@example.org' } });
    const mails = await deliver(app, id);
    expect(mails.map((mail) => /^METHOD:(.*)\r$/m.exec(calendarIn(mail)!)?.[1])).toEqual(['REQUEST', 'CANCEL']);
    const taken = await registerFor(team, session.id, { contact: { name: 'Bo', email: 'bo@example.org' } });
    const clash = await team.change(`registrations/${idOf(taken)}`, { contact: { email: 'ada@example.org' } });
    expectProblem(clash, 409, 'already_registered');
  });

  it('that waits for its link gets a new one at a new address, and the time for it', async () => {
    const session = await app.make.session(await app.make.event({ confirmation: 'by-email' }));
    const receipt = await app.register(session.id, { email: 'slip@example.org' });
    app.clock.travel({ minutes: 20 });
    const [id] = part<{ id: string }[]>(await team.get(`registrations?sessionId=${session.id}`), 'items');
    const answer = await team.change(`registrations/${id!.id}`, { contact: { email: 'ada@example.org' } });
    expect(answer.body).toMatchObject({ state: 'unverified' });
    const held = (of: typeof answer) => Date.parse(part<string>(of, 'heldUntil'));
    expect(held(answer)).toBeGreaterThan(held(receipt));
    const told = (await toldTo(app, id!.id)).map(({ kind, recipient }) => [kind, recipient]);
    expect(told).toEqual([
      ['email-check', 'slip@example.org'],
      ['email-check', 'ada@example.org'],
    ]);
  });

  it('may lose its address, and is mailed no more', async () => {
    const { holder, path } = await party();
    await deliver(app, holder.id);
    expect((await team.change(path, { contact: { email: null } })).body).toMatchObject({ contact: { email: null } });
    expect((await holder.told()).map(({ kind }) => kind)).toEqual(['confirmation', 'address-changed']);
    await team.change(path, { partySize: 1 });
    expect(await holder.told()).toHaveLength(2);
  });

  it('tells nobody if that is wished', async () => {
    const { holder, path } = await party();
    expect((await team.change(path, { partySize: 1, tell: false })).status).toBe(200);
    expect(await holder.told()).toHaveLength(1);
  });

  it('keeps what somebody may not see from being overwritten by them', async () => {
    const { path } = await party({ accessNeeds: 'A chair.' });
    const blind = await Team.as(app, { scopes: ['registrations:read', 'registrations:write'] });
    for (const change of [{ guests: [{ name: 'Tim' }] }, { answers: {} }, { accessNeeds: null }]) {
      expectProblem(await blind.change(path, change), 403, 'forbidden');
    }
    expect((await blind.change(path, { contact: { name: 'Ida' } })).body).toMatchObject({ accessNeeds: null });
    expect((await team.get(path)).body).toMatchObject({ accessNeeds: 'A chair.', contact: { name: 'Ida' } });
  });

  it('has its mail, and with it its link, sent to another address by those alone who may see what it has said', async () => {
    const { holder, path } = await party({ accessNeeds: 'A chair.', email: 'ada@example.org' });
    const alone = await party({ accessNeeds: 'A ramp.' });
    await team.change(alone.path, { contact: { email: null } });
    const blind = await Team.as(app, { scopes: ['registrations:read', 'registrations:write'] });
    const contact = { email: 'somebody.else@example.org' };
    for (const more of [{}, { tell: false }, { partySize: 1 }]) {
      expectProblem(await blind.change(path, { contact, ...more }), 403, 'forbidden');
      expectProblem(await blind.change(alone.path, { contact, ...more }), 403, 'forbidden');
    }
    expect(await holder.told()).toMatchObject([{ kind: 'confirmation', recipient: 'ada@example.org' }]);
    const kept = { contact: { name: 'Ida', email: 'ada@example.org' } };
    expect((await blind.change(path, kept)).body).toMatchObject(kept);
    expect((await blind.change(path, { contact: { email: null } })).body).toMatchObject({ contact: { email: null } });
    expect((await team.change(path, { contact })).body).toMatchObject({ contact });
  });

  it('is refused if it is cancelled or its session is', async () => {
    const [{ holder, path }, other] = [await party(), await party()];
    await holder.cancel();
    expectProblem(await team.change(path, { partySize: 1 }), 409, 'registration_cancelled');
    await app.database.reader.query(`UPDATE sessions SET status = 'cancelled' WHERE id = $1`, [other.session.id]);
    expectProblem(await team.change(other.path, { partySize: 1 }), 409, 'session_cancelled');
  });

  it('does not exist for who works elsewhere', async () => {
    const { path } = await party();
    const elsewhere = await Team.as(app, { role: 'owner', eventIds: [(await app.make.event()).id] });
    expectProblem(await elsewhere.change(path, { partySize: 1 }), 404, 'not_found');
    expectProblem(await team.change('registrations/x', { partySize: 1 }), 404, 'not_found');
  });
});
