import type { Event, Session } from '#programme';
import { calendarIn, deliver } from '../../support/delivery.js';
import { available, Holder, part, toldTo } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let event: Event;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
beforeEach(async () => {
  event = await app.make.event();
  session = await app.make.session(event, { capacity: 20 });
});
afterAll(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

const REASON = 'A storm is coming.';
const cancel = (change: object = {}, query = '') =>
  team.post(`sessions/${session.id}/cancel${query}`, { reason: REASON, ...change });
const cancelEvent = (change: object = {}, query = '') =>
  team.post(`events/${event.id}/cancel${query}`, { reason: REASON, ...change });
const kinds = async (holder: Holder) => (await holder.told()).map(({ kind }) => kind);

describe('a session that is called off', () => {
  it('tells every confirmed party once and why, and takes the entry out of its calendar', async () => {
    const holder = await Holder.in(app, session.id, { partySize: 2 });
    await deliver(app, holder.id);
    const answer = await cancel({ reaches: 1 });
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.objectContaining({ preview: false, reaches: 1, people: 2, withoutAddress: 0 }),
    ]);
    expect(part(answer, 'session')).toMatchObject({
      ...{ status: 'cancelled', state: 'cancelled', announcement: REASON },
      pools: [{ taken: 0, free: 20 }],
    });
    const [mail, ...others] = await deliver(app, holder.id);
    expect(others).toEqual([]);
    const text = mail!.parsed.text!.replace(/\s+/g, ' ');
    expect(mail!.parsed.subject).toMatch(/^Cancelled: The garden in June, /);
    expect(text).toMatch(/We are sorry to tell you that “The garden in June” on .* will not take place\./);
    expect(text).toContain('Your 2 places are cancelled with it, and there is nothing that you need to do.');
    expect(text).toContain(`The reason: ${REASON}`);
    expect(text).not.toContain('Choose another time');
    const calendar = calendarIn(mail!);
    expect(calendar).toContain('METHOD:CANCEL');
    expect(calendar).toMatch(/^SEQUENCE:1\r$/m);
    expect((await team.get(`sessions/${session.id}/notices`)).body).toMatchObject({ queued: 0, sent: 1, failed: 0 });
  });

  it('gives back the places, and nobody can take, change or give up any there', async () => {
    const holder = await Holder.in(app, session.id, { partySize: 3 });
    await cancel();
    expect(await available(app, event.slug, session.id)).toBe(0);
    expect(part(await holder.view(), 'state')).toBe('cancelled');
    expectProblem(await app.register(session.id), 409, 'session_cancelled');
    expectProblem(await holder.change({ partySize: 1 }), 409, 'session_cancelled');
    expect((await holder.cancel()).status).toBe(200);
    expect(await kinds(holder)).toEqual(['confirmation', 'cancellation']);
  });

  it('leads to the other times of the event, with the same reference and calendar entry', async () => {
    const other = await app.make.session(event, { capacity: 5, startsAt: new Date('2030-06-12T10:00:00Z') });
    const holder = await Holder.in(app, session.id, { partySize: 2 });
    await deliver(app, holder.id);
    await cancel();
    const [told] = await deliver(app, holder.id);
    expect(told!.parsed.text).toContain('Choose another time');
    const manage = /https?:\/\/\S+(\/manage\/\S+)/.exec(told!.parsed.text!)![1]!;
    const page = await app.get(manage);
    expect(page.text).toContain('This has been cancelled and will not take place.');
    expect(page.text).toContain('Move to another time');
    expect(page.text).not.toContain('given up');
    const moved = await holder.move(other.id);
    expect([moved.status, part(moved, 'state'), part(moved, 'reference')]).toEqual([
      200,
      'confirmed',
      holder.reference,
    ]);
    expect(await available(app, event.slug, other.id)).toBe(3);
    const [mail] = await deliver(app, holder.id);
    expect(mail!.parsed.subject).toBe('Confirmed: The garden in June, Wednesday 12 June 2030, 11:00');
    const uid = (calendar: string | undefined) => /^UID:.*$/m.exec(calendar!)![0];
    expect(uid(calendarIn(mail!))).toBe(uid(calendarIn(told!)));
    expect(calendarIn(mail!)).toMatch(/^SEQUENCE:2\r$/m);
    expectProblem(await holder.move(session.id), 409, 'session_cancelled');
  });

  it('leads nowhere for places that their holder has given up, nor where all places are taken', async () => {
    const other = await app.make.session(event, { capacity: 1 });
    const gone = await Holder.in(app, session.id);
    await gone.cancel();
    const pair = await Holder.in(app, session.id, { partySize: 2 });
    await cancel();
    expectProblem(await gone.move(other.id), 409, 'registration_cancelled');
    expectProblem(await pair.move(other.id), 409, 'session_full');
    await deliver(app, pair.id);
    expect(app.mail.mails.at(-1)!.parsed.text).not.toContain('Choose another time');
  });

  it('ends held places without a word, and their link says what has become of it', async () => {
    event = await app.make.event({ confirmation: 'by-email' });
    session = await app.make.session(event);
    const held = await app.register(session.id, { partySize: 2 });
    expect((await cancel()).body).toMatchObject({ reaches: 0, people: 0 });
    const id = part<string>(held, 'id');
    expect((await toldTo(app, id)).map(({ kind }) => kind)).toEqual(['email-check']);
    expect(await deliver(app, id)).toEqual([]);
    expect((await team.get(`registrations/${id}`)).body).toMatchObject({
      state: 'cancelled',
      cancelledBy: 'called-off',
    });
  });

  it('mails nobody where everybody has heard, if the team says so', async () => {
    const holder = await Holder.in(app, session.id);
    expect((await cancel({ tellPeople: false })).body).toMatchObject({ reaches: 1 });
    expect(await kinds(holder)).toEqual(['confirmation']);
    expect(await deliver(app, holder.id)).toEqual([]);
    expect(part(await holder.view(), 'state')).toBe('cancelled');
  });

  it('is shown by a preview first, whose number is held to', async () => {
    const holder = await Holder.in(app, session.id, { partySize: 2 });
    const shown = await cancel({}, '?preview=true');
    expect([shown.status, shown.body]).toEqual([
      200,
      expect.objectContaining({ preview: true, reaches: 1, people: 2 }),
    ]);
    expect(part(shown, 'session')).toMatchObject({ status: 'cancelled' });
    expect(part(await holder.view(), 'state')).toBe('confirmed');
    await Holder.in(app, session.id);
    expect(expectProblem(await cancel({ reaches: 1 }), 409, 'reach_changed')).toMatchObject({ reaches: 2 });
    expect((await cancel({ reaches: 2 })).status).toBe(200);
    expectProblem(await cancel(), 409, 'session_cancelled');
    expectProblem(await team.change(`sessions/${session.id}`, { title: 'x' }), 409, 'session_cancelled');
  });

  it('is in the audit trail and in the feed, and so is each registration', async () => {
    const holder = await Holder.in(app, session.id);
    await cancel();
    for (const [id, kind] of [
      [session.id, 'session.cancelled'],
      [holder.id, 'registration.cancelled'],
    ]) {
      const [last] = part<object[]>(await team.get(`audit?subjectId=${id}`), 'items');
      expect(last).toMatchObject({ kind, reason: REASON, actor: { kind: 'key' } });
    }
    const feed = part<{ kind: string; eventId: string }[]>(await team.get('changes?limit=200'), 'items');
    const here = feed.filter(({ eventId }) => eventId === event.id).map(({ kind }) => kind);
    expect(here).toEqual(expect.arrayContaining(['session.cancelled', 'registration.cancelled']));
  });

  it('is one in reach, and its reason is given', async () => {
    const elsewhere = await Team.as(app, { role: 'manager', eventIds: [(await app.make.event()).id] });
    expectProblem(await elsewhere.post(`sessions/${session.id}/cancel`, { reason: REASON }), 404, 'not_found');
    expectProblem(await elsewhere.post(`events/${event.id}/cancel`, { reason: REASON }), 404, 'not_found');
    expectProblem(await elsewhere.get(`events/${event.id}/notices`), 404, 'not_found');
    for (const body of [{}, { reason: '' }, { reason: REASON, status: 'cancelled' }, { reason: REASON, reaches: -1 }]) {
      expectProblem(await team.post(`sessions/${session.id}/cancel`, body), 422, 'invalid_input');
    }
  });
});

describe('an event that is called off', () => {
  it('goes with all its sessions that are not over, and tells everybody once', async () => {
    const second = await app.make.session(event, { capacity: 20 });
    const over = await app.make.session(event);
    const holders = [await Holder.in(app, session.id, { partySize: 2 }), await Holder.in(app, second.id)];
    const visitor = await Holder.in(app, over.id);
    await app.database.reader.query(
      "UPDATE sessions SET starts_at = '2026-01-01', admission_opens_at = '2026-01-01', ends_at = '2026-01-02' WHERE id = $1",
      [over.id],
    );
    for (const holder of holders) await deliver(app, holder.id);
    const shown = await cancelEvent({}, '?preview=true');
    expect([shown.status, shown.body]).toEqual([200, { preview: true, reaches: 2, people: 3, withoutAddress: 0 }]);
    expect((await team.get(`events/${event.id}`)).body).toMatchObject({ status: 'published' });
    const answer = await cancelEvent({ reaches: 2 });
    expect([answer.status, answer.body]).toEqual([200, { preview: false, reaches: 2, people: 3, withoutAddress: 0 }]);
    expect((await team.get(`events/${event.id}`)).body).toMatchObject({ status: 'cancelled' });
    const sessions = part<{ id: string; status: string }[]>(await team.get(`sessions?eventId=${event.id}`), 'items');
    expect(sessions.map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'scheduled']);
    for (const holder of holders) {
      const [mail] = await deliver(app, holder.id);
      expect(mail!.parsed.text).toContain(`The reason: ${REASON}`);
      expect(mail!.parsed.text).not.toContain('Choose another time');
      expect(calendarIn(mail!)).toContain('METHOD:CANCEL');
      expectProblem(await holder.move(second.id), 409, 'session_cancelled');
    }
    expect([part(await visitor.view(), 'state'), await kinds(visitor)]).toEqual(['confirmed', ['confirmation']]);
    expect((await team.get(`events/${event.id}/notices`)).body).toMatchObject({ queued: 0, sent: 2 });
    expectProblem(await cancelEvent(), 409, 'event_cancelled');
    expectProblem(await cancel(), 409, 'event_cancelled');
    expectProblem(await app.register(second.id), 409, 'session_cancelled');
  });

  it('keeps what was announced of a session that was called off before', async () => {
    const second = await app.make.session(event);
    await cancel({ reason: 'The path is closed.' });
    await cancelEvent();
    const [first, other] = [await team.get(`sessions/${session.id}`), await team.get(`sessions/${second.id}`)];
    expect([part(first, 'announcement'), part(other, 'announcement')]).toEqual(['The path is closed.', REASON]);
    const trail = part<object[]>(await team.get(`audit?subjectId=${event.id}`), 'items');
    expect(trail[0]).toMatchObject({
      ...{ kind: 'event.cancelled', reason: REASON },
      changed: { status: { from: 'published', to: 'cancelled' } },
    });
  });

  it('without sessions, or a draft, reaches nobody', async () => {
    event = await app.make.event({ status: 'draft' });
    expect((await cancelEvent()).body).toMatchObject({ reaches: 0 });
  });
});
