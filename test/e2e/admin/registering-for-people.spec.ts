import type { Event } from '#programme';
import { newId } from '#kernel';
import { deliver } from '../../support/delivery.js';
import { idOf, poolNamed, registerFor, trailOf } from '../../support/desk.js';
import { available, Holder, part, toldTo } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { managing, nextPerson, TestApp } from '../../support/test-app.js';

const DAY = 24 * 60 * 60_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);

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

const session = (capacity = 10) => app.make.session(event, { capacity });

describe('registering somebody who rang', () => {
  it('takes their places, confirms them and mails them', async () => {
    const here = await session();
    const answer = await registerFor(team, here.id, {
      contact: { name: 'Ada', email: 'ada@example.org' },
      partySize: 3,
    });
    expect([answer.status, answer.body]).toEqual([
      201,
      expect.objectContaining({
        ...{ state: 'confirmed', partySize: 3, source: 'phone', version: 1, noteCount: 0, cancelledBy: null },
        contact: { name: 'Ada', email: 'ada@example.org', phone: null },
      }),
    ]);
    expect((await team.get(`registrations/${idOf(answer)}`)).body).toEqual(answer.body);
    expect(await available(app, event.slug, here.id)).toBe(7);
    const [mail] = await deliver(app, idOf(answer));
    expect(mail!.raw).toContain('ada@example.org');
  });

  it('is done once by the same request sent twice', async () => {
    const here = await session();
    const headers = { 'idempotency-key': newId() };
    const body = { sessionId: here.id, contact: nextPerson(), partySize: 2, source: 'letter' };
    const [first, second] = [
      await team.post('registrations', body, headers),
      await team.post('registrations', body, headers),
    ];
    expect([second.status, second.text]).toEqual([201, first.text]);
    expect(await available(app, event.slug, here.id)).toBe(8);
  });

  it('tells nobody if that is wished', async () => {
    const answer = await registerFor(team, (await session()).id, { tell: false });
    expect([answer.status, await toldTo(app, idOf(answer))]).toEqual([201, []]);
  });

  it('needs no address: the link is printed, and opens the places', async () => {
    const here = await session();
    const contact = { name: 'Ida Moss', phone: '020 7946 0123' };
    const [one, two] = [await registerFor(team, here.id, { contact }), await registerFor(team, here.id, { contact })];
    expect([one.status, two.status, await toldTo(app, idOf(one))]).toEqual([201, 201, []]);
    const path = `/api/v1/registrations/${idOf(one)}`;
    const view = await app.get(path, managing(one.body));
    expect(view.body).toMatchObject({ contact: { email: null, phone: '020 7946 0123' } });
    const page = await app.get(new URL(part<string>(one, 'manageUrl')).pathname);
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('Ida Moss')]);
    expect(page.text).not.toContain('.ics');
    expect((await app.post(`${path}/cancel`, {}, managing(one.body))).body).toMatchObject({ state: 'cancelled' });
    expect(await toldTo(app, idOf(one))).toEqual([]);
  });

  it('lets them correct their places by the form without an address, or add one', async () => {
    const answer = await registerFor(team, (await session()).id, { contact: { name: 'Ida Moss' } });
    const path = `${new URL(part<string>(answer, 'manageUrl')).pathname}/change`;
    const form = (fields: Record<string, string>) =>
      app.call('POST', path, {
        body: new URLSearchParams({ '/partySize': '1', '/contact/name': 'Ida Moss', ...fields }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect((await form({ '/contact/email': '', '/accessNeeds': 'A chair.' })).status).toBe(303);
    expect(await toldTo(app, idOf(answer))).toEqual([]);
    expect((await form({ '/contact/email': 'ida@example.org' })).status).toBe(303);
    const [mail] = await deliver(app, idOf(answer));
    expect(mail!.raw).toMatch(/^Subject: Confirmed/m);
  });

  it('is not bound by the window of registration or by consent, only by the end of the session', async () => {
    const strict = await app.make.event({
      ...{ registrationOpensAt: inDays(1), consentText: 'Photographs.', consentRequired: true },
    });
    const early = await app.make.session(strict, { startsAt: inDays(2) });
    expect((await app.register(early.id)).body['code']).toBe('not_yet_open');
    expect((await registerFor(team, early.id)).status).toBe(201);
    const closed = await app.make.event({ registrationClosesAt: new Date(Date.now() - 1000) });
    const begun = await app.make.session(closed, { startsAt: new Date(Date.now() - 1000), endsAt: inDays(1) });
    expect((await app.register(begun.id)).body['code']).toBe('registration_closed');
    expect((await registerFor(team, begun.id)).status).toBe(201);
    const over = await app.make.session(event, { startsAt: inDays(-2), endsAt: inDays(-1) });
    expectProblem(await registerFor(team, over.id), 409, 'session_over');
  });

  it('confirms at once where others must follow a link', async () => {
    const checked = await app.make.session(await app.make.event({ confirmation: 'by-email' }));
    const answer = await registerFor(team, checked.id);
    expect(answer.body).toMatchObject({ state: 'confirmed', heldUntil: null });
  });

  it('goes over the limit of a party, or without required answers, if the rule is named', async () => {
    const question = { label: 'Which gate?', help: '', options: [], required: true };
    const questions = [{ ...question, kind: 'text', askedPer: 'party' } as const];
    const asking = await app.make.session(await app.make.event({ partyLimit: 2, questions }), { capacity: 10 });
    expectProblem(await registerFor(team, asking.id, { partySize: 3 }), 422, 'party_too_large');
    const larger = { partySize: 3, override: ['party_limit'] };
    expectProblem(await registerFor(team, asking.id, larger), 422, 'question_unanswered');
    const answer = await registerFor(team, asking.id, { ...larger, override: ['party_limit', 'required_answers'] });
    expect([answer.status, answer.body['partySize']]).toEqual([201, 3]);
    expectProblem(await registerFor(team, asking.id, { override: ['capacity'] }), 422, 'invalid_input');
  });

  it('takes places of any pool of the session', async () => {
    const here = await app.make.session(event, { capacity: 6, pools: [{ name: 'Press', places: 2 }] });
    const press = await poolNamed(team, here.id, 'Press');
    const answer = await registerFor(team, here.id, { partySize: 2, poolId: press.toUpperCase() });
    expect([answer.status, answer.body['poolId']]).toEqual([201, press]);
    expect(await available(app, event.slug, here.id)).toBe(4);
    expectProblem(await registerFor(team, here.id, { poolId: press }), 409, 'session_full');
    const elsewhere = await poolNamed(team, (await session()).id, 'Public');
    for (const poolId of [elsewhere, newId()]) {
      expectProblem(await registerFor(team, here.id, { poolId }), 404, 'not_found');
    }
  });

  it('says which registration an address has already', async () => {
    const here = await session();
    const { email } = nextPerson();
    const { id } = await Holder.in(app, here.id, { email });
    const contact = { name: 'Ada', email: email.toUpperCase() };
    const problem = expectProblem(await registerFor(team, here.id, { contact }), 409, 'already_registered');
    expect(problem).toMatchObject({ registrationId: id, detail: 'This address already has other places here.' });
    expect((await toldTo(app, id)).length).toBe(1);
  });

  it('registers an address once however often it is tried at the same time', async () => {
    const whole = await app.make.event({ oneRegistrationPer: 'event' });
    const [one, two] = [await app.make.session(whole), await app.make.session(whole)];
    const contact = nextPerson();
    const tries = [one, two, one, two, one, two].map(({ id }) => registerFor(team, id, { contact }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('is refused for a session that is cancelled, is in a draft or does not exist', async () => {
    const cancelled = await session();
    await app.database.reader.query(`UPDATE sessions SET status = 'cancelled' WHERE id = $1`, [cancelled.id]);
    expectProblem(await registerFor(team, cancelled.id), 409, 'session_cancelled');
    const draft = await app.make.session(await app.make.event({ status: 'draft' }));
    expectProblem(await registerFor(team, draft.id), 409, 'event_not_published');
    expectProblem(await registerFor(team, newId()), 404, 'not_found');
  });

  it('takes nothing that is not the team’s to say', async () => {
    const here = await session();
    const more = { id: newId(), state: 'cancelled', taken: 3, reference: 'GH-0', version: 9, source: 'web' };
    const { errors } = expectProblem(await registerFor(team, here.id, more), 422, 'invalid_input');
    const pointers = (errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual(
      Object.keys(more)
        .map((name) => `/${name}`)
        .sort(),
    );
  });

  it('keeps notes with it', async () => {
    const notes = [
      { kind: 'team', text: 'Rang twice.' },
      { kind: 'door', text: 'Comes with a dog.' },
    ];
    const answer = await registerFor(team, (await session()).id, { notes });
    expect(answer.body).toMatchObject({ noteCount: 2 });
    const kept = part<{ text: string }[]>(await team.get(`registrations/${idOf(answer)}/notes`), 'items');
    expect(kept.map(({ text }) => text)).toEqual(['Comes with a dog.', 'Rang twice.']);
  });

  it('is noted with who did it, and what is sensitive is not', async () => {
    const answer = await registerFor(team, (await session()).id, { accessNeeds: 'Insulin kept cool.' });
    const [entry] = await trailOf(team, idOf(answer));
    expect(entry).toMatchObject({ kind: 'registration.made', actor: { kind: 'key', name: 'test' } });
    expect(entry!.changed).toMatchObject({ source: { from: null, to: 'phone' }, accessNeeds: { to: '(not shown)' } });
    expect(JSON.stringify(entry)).not.toContain('Insulin');
  });

  it('is for those who may, in their events', async () => {
    const here = await session();
    for (const role of ['viewer', 'door'] as const) {
      expectProblem(await registerFor(await Team.as(app, role), here.id), 403, 'forbidden');
    }
    const elsewhere = await Team.as(app, { role: 'owner', eventIds: [(await app.make.event()).id] });
    expectProblem(await registerFor(elsewhere, here.id), 404, 'not_found');
    const own = await Team.as(app, { role: 'manager', eventIds: [event.id] });
    expect((await registerFor(own, here.id)).status).toBe(201);
  });

  it('shows the link of a party to those who may change it, and to nobody else', async () => {
    const { id } = await Holder.in(app, (await session()).id);
    expect((await team.get(`registrations/${id}`)).body['manageUrl']).toMatch(/\/manage\//);
    const blind = await Team.as(app, { scopes: ['registrations:read', 'registrations:write'] });
    expect((await blind.get(`registrations/${id}`)).body['manageUrl']).toBeNull();
    const viewer = await Team.as(app, 'viewer');
    expect((await viewer.get(`registrations/${id}`)).body['manageUrl']).toBeNull();
    expect((await viewer.get('registrations')).text).not.toContain('/manage/');
  });
});
