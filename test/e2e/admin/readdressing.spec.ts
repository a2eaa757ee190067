import type { Event, Session } from '#programme';
import { linesOf } from '../../calendar/entry.js';
import { calendarIn, deliver } from '../../support/delivery.js';
import { Holder, part, toldTo } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { waiterFor } from '../../support/lock-waiters.js';
import { type Answer, TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let event: Event;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
beforeEach(async () => {
  event = await app.make.event({ venue: { safeNumber: 100, name: 'The court', address: 'Tavistock Square' } });
  session = await app.make.session(event, {
    ...{ startsAt: new Date('2030-06-12T09:30:00Z'), endsAt: new Date('2030-06-12T10:00:00Z') },
  });
});
afterAll(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

const REASON = 'The gate is being repaired.';
const elsewhere = (change: object = {}) => ({ address: 'Gordon Square\nLondon', reason: REASON, ...change });
const readdress = (change: object = {}, query = '') =>
  team.post(`venues/${event.venueId}/readdress${query}`, elsewhere(change));
const relocate = (change: object, query = '') =>
  team.post(`events/${event.id}/relocate${query}`, { reason: REASON, ...change });
const changes = async (holder: Holder) => (await holder.told()).filter(({ kind }) => kind === 'change');
const words = (text: string | undefined) => text!.replace(/\s+/g, ' ');
const line = (calendar: string | undefined, name: string) => linesOf(calendar!, name)[0];
async function told(wishes: object = {}, of: Session = session): Promise<Holder> {
  const holder = await Holder.in(app, of.id, wishes);
  await deliver(app, holder.id);
  return holder;
}

describe('a venue with another address', () => {
  it('tells every confirmed party of every session to come, once, by mail and in its calendar, and why', async () => {
    const second = await app.make.session(event, { startsAt: new Date('2030-06-13T09:30:00Z') });
    const [ada, tom] = [await told({ partySize: 2 }), await told({}, second)];
    const gone = await told();
    await gone.cancel();
    const answer = await readdress({ reaches: 2 });
    expect([answer.status, answer.body]).toMatchObject([200, { preview: false, reaches: 2, people: 3 }]);
    expect(part(answer, 'venue')).toMatchObject({ address: 'Gordon Square\nLondon', name: 'The court', version: 2 });
    for (const holder of [ada, tom]) {
      const [mail, ...others] = await deliver(app, holder.id);
      expect(others).toEqual([]);
      expect(mail!.parsed.subject).toMatch(/^New place: /);
      expect(words(mail!.parsed.text)).toContain(`The reason: ${REASON}`);
      expect(words(mail!.parsed.text)).toContain('Gordon Square');
      const calendar = calendarIn(mail!);
      expect(line(calendar, 'LOCATION')).toBe('LOCATION:The court\\nGordon Square\\, London');
      expect(line(calendar, 'SEQUENCE')).toBe('SEQUENCE:1');
      expect(await deliver(app, holder.id)).toEqual([]);
    }
    expect(await changes(gone)).toEqual([]);
    expect((await team.get(`sessions/${session.id}/notices`)).body).toMatchObject({ sent: 1, queued: 0 });
  });

  it('in another time zone keeps the instants, and every calendar reads them by the new zone, defined once', async () => {
    const ada = await told();
    expect((await readdress({ address: undefined, timeZone: 'America/New_York' })).status).toBe(200);
    const [mail] = await deliver(app, ada.id);
    const calendar = calendarIn(mail!)!;
    expect(line(calendar, 'DTSTART')).toBe('DTSTART;TZID=America/New_York:20300612T053000');
    expect(line(calendar, 'SEQUENCE')).toBe('SEQUENCE:1');
    expect(calendar.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
    expect(calendar).not.toContain('Europe/London');
  });

  it('corrected in its spelling tells nobody, keeps the reason, and reaches the feed and later mails', async () => {
    const ada = await told();
    const answer = await readdress({ address: undefined, name: 'The Court', tellPeople: false });
    expect(answer.body).toMatchObject({ reaches: 1 });
    expect([await changes(ada), await ada.sequence()]).toEqual([[], 0]);
    expect((await team.get(`sessions/${session.id}`)).body).toMatchObject({ announcement: null });
    const trail = await team.get(`audit?subjectId=${event.venueId}`);
    expect(part(trail, 'items')).toMatchObject([
      { kind: 'venue.readdressed', reason: REASON, changed: { name: { from: 'The court', to: 'The Court' } } },
    ]);
    await ada.change({ partySize: 2 });
    const [mail] = await deliver(app, ada.id);
    expect(line(calendarIn(mail!), 'LOCATION')).toContain('The Court');
  });

  it('is shown first, with whom it reaches, and held to that', async () => {
    const ada = await told({ partySize: 4 });
    const shown = await readdress({}, '?preview=true');
    expect([shown.status, shown.body]).toMatchObject([200, { preview: true, reaches: 1, people: 4 }]);
    expect(part(shown, 'venue')).toMatchObject({ address: 'Gordon Square\nLondon' });
    expect((await team.get(`venues/${event.venueId}`)).body).toMatchObject({ address: 'Tavistock Square', version: 1 });
    expect([await changes(ada), await ada.sequence()]).toEqual([[], 0]);
    await told();
    expect(expectProblem(await readdress({ reaches: 1 }), 409, 'reach_changed')).toMatchObject({ reaches: 2 });
    expect((await team.get(`venues/${event.venueId}`)).body).toMatchObject({ version: 1 });
    expect(await changes(ada)).toEqual([]);
  });

  it('changed silently is refused while people are to come, and free as soon as nobody is', async () => {
    const ada = await told({ partySize: 2 });
    const path = `venues/${event.venueId}`;
    for (const change of [
      { name: 'The yard' },
      { address: 'Elsewhere' },
      { latitude: 50 },
      { longitude: 1 },
      { timeZone: 'UTC' },
    ]) {
      const refused = await team.change(path, change);
      expect([change, expectProblem(refused, 409, 'people_to_tell')]).toMatchObject([change, { people: 2 }]);
    }
    expect((await team.change(path, { safeNumber: 90, name: 'The court' })).status).toBe(200);
    await ada.cancel();
    expect((await team.change(path, { name: 'The yard' })).status).toBe(200);
  });

  it('tells nobody of what is over or called off, nor who has yet to confirm', async () => {
    const ada = await told();
    const off = await app.make.session(event);
    const tom = await told({}, off);
    await team.post(`sessions/${off.id}/cancel`, { reason: 'A storm is coming.' });
    await app.database.reader.query("UPDATE events SET confirmation = 'by-email' WHERE id = $1", [event.id]);
    const held = await app.register((await app.make.session(event)).id);
    await app.database.reader.query(
      "UPDATE sessions SET starts_at = '2020-01-01', admission_opens_at = '2020-01-01', ends_at = '2020-01-02' WHERE id = $1",
      [session.id],
    );
    expect((await readdress()).body).toMatchObject({ reaches: 0 });
    for (const holder of [ada, tom]) expect(await changes(holder)).toEqual([]);
    expect((await toldTo(app, part(held, 'id'))).map(({ kind }) => kind)).toEqual(['email-check']);
    expect((await team.get(`sessions/${session.id}`)).body).toMatchObject({ announcement: null });
  });

  it('needs a reason, something that changes, and people told of another time zone', async () => {
    const wrong = [
      [{ reason: ' ' }, 'too_small'],
      [{ address: 'Tavistock Square' }, 'nothing_changes'],
      [{ address: undefined }, 'nothing_changes'],
      [{ timeZone: 'UTC', tellPeople: false }, 'must_be_told'],
      [{ safeNumber: 3 }, 'unknown_property'],
    ] as const;
    for (const [change, code] of wrong) {
      const answer = await readdress(change);
      expectProblem(answer, 422, 'invalid_input');
      expect([change, part<object[]>(answer, 'errors')[0]]).toMatchObject([change, { code }]);
    }
    expectProblem(await team.post(`venues/${session.id}/readdress`, elsewhere()), 404, 'not_found');
  });

  it('waits for who is just confirming, and tells them too', async () => {
    await app.database.reader.query("UPDATE events SET confirmation = 'by-email' WHERE id = $1", [event.id]);
    const held = await app.register(session.id, { partySize: 3 });
    const answers: Promise<Answer>[] = [];
    await app.database.transaction(async (tx) => {
      await tx.query('SELECT FROM pools WHERE session_id = $1 FOR UPDATE', [session.id]);
      answers.push(readdress());
      await waiterFor(tx);
      const confirmed =
        "UPDATE registrations SET state = 'confirmed', held_until = NULL, confirmed_at = now() WHERE session_id = $1";
      await tx.query(confirmed, [session.id]);
    });
    expect((await answers[0]!).body).toMatchObject({ reaches: 1, people: 3 });
    // Nobody was mailed a confirmation, so the house is put in order again.
    expect((await team.post(`registrations/${part<string>(held, 'id')}/cancel`, { reason: 'A test.' })).status).toBe(
      200,
    );
  });
});

describe('an event that comes to the venue meanwhile', () => {
  it('is waited for, and its people are told too', async () => {
    const other = await app.make.event();
    const [ada, tom] = [await told(), await told({}, await app.make.session(other))];
    const answers: Promise<Answer>[] = [];
    await app.database.transaction(async (tx) => {
      await tx.query('UPDATE events SET venue_id = $1 WHERE id = $2', [event.venueId, other.id]);
      answers.push(readdress());
      await waiterFor(tx);
    });
    expect((await answers[0]!).body).toMatchObject({ reaches: 2 });
    expect([(await changes(ada)).length, (await changes(tom)).length]).toEqual([1, 1]);
  });
});

describe('an event that goes to another venue', () => {
  const venue = async (change: object = {}) => (await app.make.event({ venue: { safeNumber: 50, ...change } })).venueId;

  it('tells every confirmed party once, by mail and in its calendar, and why', async () => {
    const ada = await told({ partySize: 2 });
    const venueId = await venue({ name: 'The orchard', timeZone: 'Europe/Paris' });
    expect((await relocate({ venueId }, '?preview=true')).body).toMatchObject({ preview: true, reaches: 1, people: 2 });
    expect(await changes(ada)).toEqual([]);
    const answer = await relocate({ venueId, reaches: 1 });
    expect(part(answer, 'event')).toMatchObject({ venueId, venue: { name: 'The orchard' } });
    const [mail, ...others] = await deliver(app, ada.id);
    expect(others).toEqual([]);
    expect(words(mail!.parsed.text)).toContain(`The reason: ${REASON}`);
    expect(line(calendarIn(mail!), 'LOCATION')).toContain('The orchard');
    expect(line(calendarIn(mail!), 'DTSTART')).toBe('DTSTART;TZID=Europe/Paris:20300612T113000');
    expect(line(calendarIn(mail!), 'SEQUENCE')).toBe('SEQUENCE:1');
    const trail = part<object[]>(await team.get(`audit?subjectId=${event.id}`), 'items');
    expect(trail).toMatchObject([{ kind: 'event.relocated', reason: REASON }]);
  });

  it('is refused where it would not fit, where it is, where nothing is, and where somebody came since', async () => {
    const ada = await told();
    expectProblem(await relocate({ venueId: await venue({ safeNumber: 10 }) }), 409, 'over_safe_number');
    expectProblem(await relocate({ venueId: event.venueId }), 422, 'invalid_input');
    expectProblem(await relocate({ venueId: session.id }), 422, 'invalid_input');
    expectProblem(await relocate({ venueId: await venue(), reaches: 0 }), 409, 'reach_changed');
    expectProblem(await team.change(`events/${event.id}`, { venueId: await venue() }), 409, 'people_registered');
    await app.database.reader.query("UPDATE events SET status = 'cancelled' WHERE id = $1", [event.id]);
    expectProblem(await relocate({ venueId: await venue() }), 409, 'event_cancelled');
    expect(await changes(ada)).toEqual([]);
  });

  it('with sessions beyond the safe number is taken there by owners alone', async () => {
    await app.database.reader.query("UPDATE sessions SET safe_number_override = 'More doors.' WHERE id = $1", [
      session.id,
    ]);
    const manager = await Team.as(app, 'manager');
    const body = { venueId: await venue(), reason: REASON };
    expectProblem(await manager.post(`events/${event.id}/relocate`, body), 403, 'forbidden');
    expect((await team.post(`events/${event.id}/relocate`, body)).status).toBe(200);
  });
});
