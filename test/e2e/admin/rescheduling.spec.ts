import type { Event, Session } from '#programme';
import { calendarIn, deliver } from '../../support/delivery.js';
import { Holder, part } from '../../support/holder.js';
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
  event = await app.make.event({ venue: { safeNumber: 100 } });
  session = await at('2030-06-12T09:30:00Z', '2030-06-12T10:00:00Z');
});
afterAll(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

const at = (from: string, until: string) =>
  app.make.session(event, { startsAt: new Date(from), endsAt: new Date(until), capacity: 60 });
const later = (change: object = {}) => ({
  ...{ startsAt: '2030-06-12T14:00:00+01:00', endsAt: '2030-06-12T15:00:00+01:00' },
  ...{ reason: 'The gates open later that day.', ...change },
});
const reschedule = (change: object = {}, query = '') =>
  team.post(`sessions/${session.id}/reschedule${query}`, later(change));
const changes = async (holder: Holder) => (await holder.told()).filter(({ kind }) => kind === 'change');
const sequenceIn = (calendar: string | undefined) => /^SEQUENCE:(\d+)/m.exec(calendar ?? '')?.[1];

describe('a rescheduled session', () => {
  it('tells every confirmed party once, by mail and in its calendar, and why', async () => {
    const [ada, tom] = [await Holder.in(app, session.id, { partySize: 2 }), await Holder.in(app, session.id)];
    const gone = await Holder.in(app, session.id);
    await gone.cancel();
    for (const holder of [ada, tom]) await deliver(app, holder.id);
    const answer = await reschedule({ room: 'The court', reaches: 2 });
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.objectContaining({ preview: false, reaches: 2, people: 3, withoutAddress: 0 }),
    ]);
    expect(part(answer, 'session')).toMatchObject({
      ...{ startsAt: '2030-06-12T13:00:00.000Z', endsAt: '2030-06-12T14:00:00.000Z', room: 'The court' },
      ...{ admissionOpensAt: '2030-06-12T13:00:00.000Z', admissionClosesAt: '2030-06-12T14:00:00.000Z' },
      ...{ version: 2, status: 'scheduled', announcement: 'The gates open later that day.' },
    });
    for (const holder of [ada, tom]) {
      expect([await holder.sequence(), (await changes(holder)).length]).toEqual([1, 1]);
      const [mail, ...others] = await deliver(app, holder.id);
      expect(others).toEqual([]);
      const text = mail!.parsed.text!.replace(/\s+/g, ' ');
      expect(mail!.parsed.subject).toBe('New time and place: The garden in June, Wednesday 12 June 2030, 14:00');
      expect(text).toContain('We have had to change the time and the place of “The garden in June”.');
      expect(text).toContain('The reason: The gates open later that day.');
      expect(text).toContain('Wednesday 12 June 2030, 14:00 to 15:00');
      expect(text).toContain('The court');
      expect(calendarIn(mail!)).toContain('DTSTART;TZID=Europe/London:20300612T140000');
      expect(sequenceIn(calendarIn(mail!))).toBe('1');
    }
    expect(await changes(gone)).toEqual([]);
  });

  it('that is moved again before the mails are sent causes one mail, about the last time', async () => {
    const holder = await Holder.in(app, session.id);
    await deliver(app, holder.id);
    await reschedule();
    await reschedule({ startsAt: '2030-06-13T14:00:00+01:00', endsAt: '2030-06-13T15:00:00+01:00', reason: 'Rain.' });
    const mails = await deliver(app, holder.id);
    expect(mails.map(({ parsed }) => parsed.subject)).toEqual([
      'New time: The garden in June, Thursday 13 June 2030, 14:00',
    ]);
    expect(mails[0]!.parsed.text).toContain('The reason: Rain.');
    expect((await changes(holder)).map(({ state }) => state)).toEqual(['superseded', 'sent']);
    expect(sequenceIn(calendarIn(mails[0]!))).toBe('2');
    expect((await team.get(`sessions/${session.id}/notices`)).body).toMatchObject({ sent: 1, queued: 0 });
  });

  it('gives its reason once: what a party changes later is another matter', async () => {
    const holder = await Holder.in(app, session.id);
    await deliver(app, holder.id);
    await reschedule();
    await holder.change({ partySize: 2 });
    const [told] = await deliver(app, holder.id);
    expect(told!.parsed.text).toContain('The reason: The gates open later that day.');
    await holder.change({ partySize: 3 });
    const [changed] = await deliver(app, holder.id);
    expect(changed!.parsed.text).not.toContain('The reason');
    const newcomer = await Holder.in(app, session.id);
    const [confirmed] = await deliver(app, newcomer.id);
    expect(confirmed!.parsed.text).not.toContain('The reason');
  });

  it('is confirmed at its new time to who was not told of the old one', async () => {
    const holder = await Holder.in(app, session.id);
    await reschedule();
    const mails = await deliver(app, holder.id);
    expect(mails.map(({ parsed }) => parsed.subject)).toEqual([
      'Confirmed: The garden in June, Wednesday 12 June 2030, 14:00',
    ]);
  });

  it('holds places for who has yet to confirm, and tells them nothing', async () => {
    const strict = await app.make.event({ confirmation: 'by-email' });
    const other = await app.make.session(strict);
    await app.register(other.id, { partySize: 2 });
    const startsAt = new Date(other.startsAt.getTime() + 3_600_000).toISOString();
    const endsAt = new Date(other.endsAt.getTime() + 3_600_000).toISOString();
    const answer = await team.post(`sessions/${other.id}/reschedule`, { startsAt, endsAt, reason: 'Late.' });
    expect(answer.body).toMatchObject({ reaches: 0, people: 0 });
    expect((await team.get(`sessions/${other.id}/ledger`)).body).toMatchObject({ taken: 2, held: 2 });
  });

  it('keeps its hours of admission in step with its start', async () => {
    await app.database.reader.query(
      `UPDATE sessions SET admission_opens_at = starts_at - interval '10 min', admission_closes_at = starts_at + interval '20 min'
       WHERE id = $1`,
      [session.id],
    );
    expect(part(await reschedule(), 'session')).toMatchObject({
      ...{ admissionOpensAt: '2030-06-12T12:50:00.000Z', admissionClosesAt: '2030-06-12T13:20:00.000Z' },
    });
    const given = { admissionOpensAt: '2030-06-12T12:00:00Z', admissionClosesAt: '2030-06-12T13:30:00Z' };
    expect(part(await reschedule(given), 'session')).toMatchObject({
      ...{ admissionOpensAt: '2030-06-12T12:00:00.000Z', admissionClosesAt: '2030-06-12T13:30:00.000Z' },
    });
  });
});

describe('the preview', () => {
  it('says whom it would reach and what would be, and does nothing', async () => {
    const holder = await Holder.in(app, session.id, { partySize: 4 });
    const before = await team.get(`sessions/${session.id}`);
    const shown = await reschedule({}, '?preview=true');
    expect([shown.status, shown.body]).toEqual([
      200,
      expect.objectContaining({ preview: true, reaches: 1, people: 4 }),
    ]);
    expect(part(shown, 'session')).toMatchObject({ startsAt: '2030-06-12T13:00:00.000Z', version: 2 });
    expect((await team.get(`sessions/${session.id}`)).body).toEqual(before.body);
    expect([await changes(holder), await holder.sequence()]).toEqual([[], 0]);
    expect(part(await team.get(`audit?subjectId=${session.id}`), 'items')).toEqual([]);
  });

  it('is held to: if somebody came since, nothing is done', async () => {
    await Holder.in(app, session.id);
    const reaches = part<number>(await reschedule({}, '?preview=true'), 'reaches');
    const late = await Holder.in(app, session.id);
    expect(expectProblem(await reschedule({ reaches }), 409, 'reach_changed')).toMatchObject({ reaches: 2 });
    expect(await changes(late)).toEqual([]);
    const key = { 'idempotency-key': `held ${session.id}` };
    const path = `sessions/${session.id}/reschedule`;
    expectProblem(await team.post(path, later({ reaches }), key), 409, 'reach_changed');
    expect((await team.get(`sessions/${session.id}`)).body).toMatchObject({ version: 1, announcement: null });
    expect((await reschedule({ reaches: 2 })).status).toBe(200);
  });
});

describe('a session', () => {
  it('is not moved to where the venue cannot hold it, and the preview says so', async () => {
    await at('2030-06-12T13:30:00Z', '2030-06-12T14:30:00Z');
    for (const query of ['', '?preview=true']) expectProblem(await reschedule({}, query), 409, 'over_safe_number');
    expect((await team.get(`sessions/${session.id}`)).body).toMatchObject({ version: 1 });
  });

  it('that was let over the safe number is moved by owners alone', async () => {
    await app.database.reader.query("UPDATE sessions SET safe_number_override = 'More doors.' WHERE id = $1", [
      session.id,
    ]);
    const manager = await Team.as(app, 'manager');
    const path = `sessions/${session.id}/reschedule`;
    expectProblem(await manager.post(path, later()), 403, 'forbidden');
    const { startsAt, endsAt } = session;
    const times = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
    expect((await manager.post(path, later({ ...times, room: 'Hall' }))).status).toBe(200);
    expect((await team.post(path, later())).status).toBe(200);
  });

  it('is not moved into the past, to the same time, or without a reason', async () => {
    const { startsAt, endsAt } = session;
    const wrong = [
      [{ startsAt: '2020-06-12T10:00:00Z', endsAt: '2020-06-12T11:00:00Z' }, 'in_the_past'],
      [{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }, 'nothing_changes'],
      [{ endsAt: '2030-06-12T14:00:00+01:00' }, 'times_do_not_fit'],
      [{ admissionOpensAt: '2030-06-12T13:01:00Z' }, 'times_do_not_fit'],
      [{ reason: ' ' }, 'too_small'],
      [{ reason: undefined }, 'invalid_type'],
      [{ capacity: 3 }, 'unknown_property'],
    ] as const;
    for (const [change, code] of wrong) {
      const answer = await reschedule(change);
      expectProblem(answer, 422, 'invalid_input');
      expect([change, part<object[]>(answer, 'errors')[0]]).toMatchObject([change, { code }]);
    }
  });

  it('that is over, called off or out of reach is not moved', async () => {
    const elsewhere = await Team.as(app, { role: 'manager', eventIds: [(await app.make.event()).id] });
    const path = `sessions/${session.id}/reschedule`;
    expectProblem(await elsewhere.post(path, later()), 404, 'not_found');
    expectProblem(await elsewhere.get(`sessions/${session.id}/notices`), 404, 'not_found');
    expectProblem(await (await Team.as(app, 'viewer')).post(path, later()), 403, 'forbidden');
    const set = (column: string) =>
      app.database.reader.query(`UPDATE sessions SET ${column} WHERE id = $1`, [session.id]);
    await set("starts_at = '2020-01-01', admission_opens_at = '2020-01-01', ends_at = '2020-01-02'");
    expectProblem(await reschedule(), 409, 'session_over');
    await set("status = 'cancelled'");
    expectProblem(await reschedule(), 409, 'session_cancelled');
    await app.database.reader.query("UPDATE events SET status = 'cancelled' WHERE id = $1", [event.id]);
    expectProblem(await reschedule(), 409, 'event_cancelled');
  });

  it('has it all in the audit trail, with the reason', async () => {
    await reschedule();
    const trail = await team.get(`audit?subjectId=${session.id}`);
    expect(part(trail, 'items')).toMatchObject([
      {
        ...{ kind: 'session.rescheduled', reason: 'The gates open later that day.' },
        changed: { startsAt: { from: '2030-06-12T09:30:00.000Z', to: '2030-06-12T13:00:00.000Z' } },
      },
    ]);
  });
});
