import type { Event } from '#programme';
import { UnverifiedExpiry } from '#registration';
import { calendarIn, deliver } from '../../support/delivery.js';
import { idOf, poolNamed, registerFor, trailOf } from '../../support/desk.js';
import { available, Holder, part, toldTo } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

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

async function party(of = event) {
  const session = await app.make.session(of, { capacity: 6 });
  const holder = await Holder.in(app, session.id, { name: 'Ada', partySize: 3 });
  return { session, holder, left: () => available(app, of.slug, session.id) };
}

/** Places that wait for the link in the mail. */
async function held() {
  const session = await app.make.session(await app.make.event({ confirmation: 'by-email' }), { capacity: 2 });
  await app.register(session.id, { partySize: 2 });
  const [one] = part<{ id: string }[]>(await team.get(`registrations?sessionId=${session.id}`), 'items');
  return { session, id: one!.id };
}

const post = (id: string, deed: string, body: object = {}) => team.post(`registrations/${id}/${deed}`, body);

describe('giving up places for their people', () => {
  it('gives them back after the deadline of the holder too, and says who did it and why', async () => {
    const strict = await app.make.event({ cancellationsCloseMinutes: 60 * 24 * 60 });
    const { holder, left } = await party(strict);
    expect((await holder.cancel()).body['code']).toBe('too_late');
    const answer = await post(holder.id, 'cancel', { reason: 'She rang.' });
    expect(answer.body).toMatchObject({ state: 'cancelled', cancelledBy: 'team', version: 2 });
    expect(await left()).toBe(6);
    const [entry] = await trailOf(team, holder.id);
    expect(entry).toMatchObject({ kind: 'registration.cancelled', reason: 'She rang.' });
  });

  it('mails the party words that fit, and takes the entry out of its calendar', async () => {
    const { holder } = await party();
    await deliver(app, holder.id);
    await post(holder.id, 'cancel', { reason: 'Not for the party to read.' });
    const [mail] = await deliver(app, holder.id);
    expect(calendarIn(mail!)).toContain('METHOD:CANCEL');
    expect(mail!.raw).toContain('We have given up your 3 places');
    expect(mail!.raw).not.toMatch(/As you asked|Not for the party/);
  });

  it('gives some of them back, the last ones', async () => {
    const { holder, left } = await party();
    expect((await post(holder.id, 'cancel', { places: 1 })).body).toMatchObject({ state: 'confirmed', partySize: 2 });
    expect([await left(), (await holder.told()).at(-1)!.kind]).toEqual([4, 'change']);
    expectProblem(await post(holder.id, 'cancel', { places: 3 }), 422, 'invalid_input');
  });

  it('twice changes nothing the second time', async () => {
    const { holder, left } = await party();
    const [first, second] = [await post(holder.id, 'cancel'), await post(holder.id, 'cancel')];
    expect([second.status, second.text, await left()]).toEqual([200, first.text, 6]);
    expect((await holder.told()).length).toBe(2);
  });

  it('of what is not confirmed yet tells nobody', async () => {
    const { id } = await held();
    expect((await post(id, 'cancel')).body).toMatchObject({ state: 'cancelled', heldUntil: null });
    expect((await toldTo(app, id)).map(({ kind }) => kind)).toEqual(['email-check']);
  });
});

describe('restoring what was given up', () => {
  it('takes the places again, under the same reference and calendar entry', async () => {
    const { holder, left } = await party();
    const uid = (mail: { raw: string }) => /^UID:(.*)$/m.exec(calendarIn(mail as never)!)![1];
    const [first] = await deliver(app, holder.id);
    await holder.cancel();
    await deliver(app, holder.id);
    const answer = await post(holder.id, 'restore', { reason: 'By mistake.' });
    expect(answer.body).toMatchObject({ state: 'confirmed', cancelledAt: null, cancelledBy: null });
    expect(answer.body['reference']).toBe(holder.reference);
    expect([await left(), await holder.sequence()]).toEqual([3, 2]);
    const [mail] = await deliver(app, holder.id);
    expect(uid(mail!)).toBe(uid(first!));
    expect(calendarIn(mail!)).toMatch(/METHOD:REQUEST[^]*SEQUENCE:2/);
    expect((await holder.view()).body).toMatchObject({ state: 'confirmed' });
    const [entry] = await trailOf(team, holder.id);
    expect(entry).toMatchObject({ kind: 'registration.restored', reason: 'By mistake.' });
  });

  it('is refused if the places have gone, and may take others of the session', async () => {
    const session = await app.make.session(event, { capacity: 5, pools: [{ name: 'Press', places: 3 }] });
    const holder = await Holder.in(app, session.id, { partySize: 2 });
    await holder.cancel();
    await Holder.in(app, session.id);
    expect(expectProblem(await post(holder.id, 'restore'), 409, 'session_full')).toMatchObject({ available: 1 });
    const poolId = await poolNamed(team, session.id, 'Press');
    expect((await post(holder.id, 'restore', { poolId })).body).toMatchObject({ state: 'confirmed', poolId });
    const other = await Holder.in(app, (await party()).session.id);
    await other.cancel();
    expectProblem(await post(other.id, 'restore', { poolId }), 404, 'not_found');
  });

  it('is refused if the address has other places by now', async () => {
    const session = await app.make.session(event);
    const { email } = nextPerson();
    const holder = await Holder.in(app, session.id, { email });
    await holder.cancel();
    await Holder.in(app, session.id, { email });
    expectProblem(await post(holder.id, 'restore'), 409, 'already_registered');
  });

  it('of what is confirmed changes nothing; of a cancelled session it is refused', async () => {
    const { holder, session } = await party();
    const before = await team.get(`registrations/${holder.id}`);
    expect((await post(holder.id, 'restore')).text).toBe(before.text);
    await holder.cancel();
    await app.database.reader.query(`UPDATE sessions SET status = 'cancelled' WHERE id = $1`, [session.id]);
    expectProblem(await post(holder.id, 'restore'), 409, 'session_cancelled');
  });
});

describe('confirming for somebody who rang', () => {
  it('stands in for the link, and the party is mailed', async () => {
    const { id } = await held();
    const answer = await post(id, 'confirm', { reason: 'The mail does not arrive.' });
    expect(answer.body).toMatchObject({ state: 'confirmed', heldUntil: null });
    expect((await toldTo(app, id)).map(({ kind }) => kind)).toEqual(['email-check', 'confirmation']);
    expect((await post(id, 'confirm')).text).toBe(answer.text);
    const [entry] = await trailOf(team, id);
    expect(entry).toMatchObject({ kind: 'registration.confirmed', actor: { kind: 'key' } });
  });

  it('takes what has expired anew, if it is left', async () => {
    const [one, two] = [await held(), await held()];
    app.clock.travel({ minutes: 31 });
    await app.service(UnverifiedExpiry).expireDue();
    expect((await post(one.id, 'confirm')).body).toMatchObject({ state: 'confirmed' });
    await registerFor(team, two.session.id);
    expectProblem(await post(two.id, 'confirm'), 409, 'hold_ended');
  });

  it('does not bring back what was given up', async () => {
    const { holder } = await party();
    await holder.cancel();
    expectProblem(await post(holder.id, 'confirm'), 409, 'registration_cancelled');
  });

  it('is for registrations within reach', async () => {
    const { session } = await party();
    const id = idOf(await registerFor(team, session.id));
    const elsewhere = await Team.as(app, { role: 'owner', eventIds: [(await app.make.event()).id] });
    for (const deed of ['cancel', 'restore', 'confirm', 'resend', 'notes']) {
      const body = deed === 'notes' ? { kind: 'team', text: 'x' } : {};
      expectProblem(await elsewhere.post(`registrations/${id}/${deed}`, body), 404, 'not_found');
    }
  });
});
