import { BallotWork } from '#ballot';
import { UnverifiedExpiry } from '#registration';
import { deliverToEntry, PlannedBallot } from '../../support/ballots.js';
import { part } from '../../support/holder.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeEach(async () => {
  app = await TestApp.start({}, { works: false });
});
afterEach(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

async function outcomes(ballot: PlannedBallot): Promise<Record<string, number>> {
  const rows = await app.database.reader.query<{ outcome: string | null; count: number }[]>(
    `SELECT outcome, count(*)::int AS count FROM ballot_entries WHERE ballot_id = $1 AND state = 'entered' GROUP BY outcome`,
    [ballot.id],
  );
  return Object.fromEntries(rows.map(({ outcome, count }) => [String(outcome), count]));
}

async function pool(sessionId: string): Promise<{ id: string; places: number; taken: number; offered: number }> {
  const text = `SELECT id, places, taken, offered FROM pools WHERE session_id = $1 AND audience = 'public'`;
  return (
    await app.database.reader.query<[{ id: string; places: number; taken: number; offered: number }]>(text, [sessionId])
  )[0];
}

it('keeps the places from the close on, whatever the team does to the pool', async () => {
  const event = await app.make.event();
  const session = await app.make.session(event, { capacity: 6 });
  const soon = new Date(app.clock.now().getTime() + 4 * 60 * 60_000).toISOString();
  const ballot = await PlannedBallot.of(app, event, { sessions: [session], drawsAt: soon });
  ballot.open();
  for (let number = 0; number < 8; number++) await ballot.enter();
  ballot.end();
  await ballot.work();
  expect(await ballot.view()).toMatchObject({ body: { state: 'closed', seed: null, entries: 8 } });
  const kept = await pool(session.id);
  expect(kept).toMatchObject({ taken: 6, offered: 6 });
  const lower = { body: { places: 2 }, headers: { ...ballot.team, 'if-match': '*' } };
  expect(await app.call('PATCH', `/api/v1/admin/pools/${kept.id}`, lower)).toMatchObject({
    status: 409,
    body: { code: 'capacity_below_taken' },
  });
  expect(await app.register(session.id)).toMatchObject({ status: 409, body: { code: 'places_by_ballot' } });
  expect(await app.faults()).toEqual([]);
  app.clock.travel({ minutes: 180 });
  await ballot.work();
  expect(await outcomes(ballot)).toEqual({ registered: 6, 'not-drawn': 2 });
  expect(await pool(session.id)).toMatchObject({ taken: 6, offered: 0 });
  expect(await app.register(session.id)).toMatchObject({ status: 409, body: { code: 'session_full' } });
});

it('opens what nobody got to everybody', async () => {
  const event = await app.make.event();
  const session = await app.make.session(event, { capacity: 5 });
  const ballot = await PlannedBallot.of(app, event, { sessions: [session] });
  ballot.open();
  await ballot.enter({ partySize: 3 });
  ballot.end();
  await ballot.work();
  expect(await pool(session.id)).toMatchObject({ taken: 3, offered: 0 });
  expect(await app.register(session.id, { partySize: 2 })).toMatchObject({ status: 201 });
});

it('confirms winners at once with a mail and an entry for their calendar, and tells the others', async () => {
  const event = await app.make.event({ confirmation: 'by-email' });
  const ballot = await PlannedBallot.of(app, event, { sessions: [await app.make.session(event, { capacity: 1 })] });
  ballot.open();
  const entries = [await ballot.enter(), await ballot.enter()].map((answer) => part<string>(answer, 'id'));
  await app.database.reader.query(`UPDATE ballot_entries SET state = 'entered' WHERE ballot_id = $1`, [ballot.id]);
  ballot.end();
  await ballot.work();
  const told = await app.database.reader.query<{ kind: string; about: string }[]>(
    `SELECT m.kind, CASE WHEN r.id IS NULL THEN 'entry' ELSE r.state END AS about
     FROM messages m LEFT JOIN registrations r ON r.id = m.registration_id
     WHERE m.kind IN ('confirmation', 'ballot-drawn') ORDER BY m.kind`,
  );
  expect(told).toEqual([
    { kind: 'ballot-drawn', about: 'entry' },
    { kind: 'confirmation', about: 'confirmed' },
  ]);
  const mails = [...(await deliverToEntry(app, entries[0]!)), ...(await deliverToEntry(app, entries[1]!))];
  expect(mails.map(({ raw }) => /Subject: (.*)/.exec(raw)![1])).toEqual([
    expect.stringContaining('The ballot has been drawn'),
  ]);
});

it('gives no second places to an address that has some already', async () => {
  const event = await app.make.event({ oneRegistrationPer: 'event' });
  const drawn = await app.make.session(event, { capacity: 3 });
  const other = await app.make.session(event, { capacity: 3 });
  const ballot = await PlannedBallot.of(app, event, { sessions: [drawn] });
  ballot.open();
  const person = nextPerson();
  await ballot.enter(person);
  expect(await app.register(other.id, person)).toMatchObject({ status: 201 });
  ballot.end();
  await ballot.work();
  expect(await outcomes(ballot)).toEqual({ 'has-places': 1 });
  expect(await pool(drawn.id)).toMatchObject({ taken: 0, offered: 0 });
});

/** A ballot at its end, for one place and with one entry; at the other time its address can only hold places. */
async function winnerByMail() {
  const event = await app.make.event({ oneRegistrationPer: 'event', confirmation: 'by-email' });
  const drawn = await app.make.session(event, { capacity: 1 });
  const other = await app.make.session(event, { capacity: 3 });
  const ballot = await PlannedBallot.of(app, event, { sessions: [drawn] });
  ballot.open();
  const person = nextPerson();
  const entry = part<string>(await ballot.enter(person), 'id');
  await app.database.reader.query(`UPDATE ballot_entries SET state = 'entered' WHERE ballot_id = $1`, [ballot.id]);
  ballot.end();
  return { drawn, other, ballot, person, entry };
}

it('keeps the places of a winner whose address only holds others, until those are let go', async () => {
  const { drawn, other, ballot, person } = await winnerByMail();
  await app.register(other.id, person);
  await ballot.work();
  expect(await outcomes(ballot)).toEqual({ null: 1 });
  expect(await pool(drawn.id)).toMatchObject({ taken: 1, offered: 1 });
  await app.database.reader.query(
    `WITH gone AS (UPDATE registrations SET state = 'cancelled', held_until = NULL, cancelled_at = now(), cancelled_by = 'expiry'
                   WHERE state = 'unverified' RETURNING pool_id, party_size)
     UPDATE pools SET taken = taken - gone.party_size FROM gone WHERE pools.id = gone.pool_id`,
  );
  await ballot.work();
  expect(await outcomes(ballot)).toEqual({ registered: 1 });
});

it('waits no longer than an hour for somebody who holds places again and again, and gives theirs to everybody', async () => {
  const { drawn, other, ballot, person, entry } = await winnerByMail();
  for (let round = 0; round < 2; round++) {
    await app.register(other.id, person);
    await ballot.work();
    expect(await outcomes(ballot)).toEqual({ null: 1 });
    app.clock.travel({ minutes: 31 });
    await app.service(UnverifiedExpiry).expireDue();
  }
  await app.register(other.id, person);
  await ballot.work();
  expect(await outcomes(ballot)).toEqual({ 'has-places': 1 });
  expect(await ballot.admin()).toMatchObject({ body: { settledAt: expect.any(String) as string } });
  expect(await pool(drawn.id)).toMatchObject({ taken: 0, offered: 0 });
  const [mail] = await deliverToEntry(app, entry);
  expect(mail!.parsed.text!.replaceAll(/\s+/g, ' ')).toContain('or holds some that are still to be confirmed');
});

it('gives no places of a time that is over when the draw comes late', async () => {
  const event = await app.make.event();
  const startsAt = new Date(app.clock.now().getTime() + 4 * 60 * 60_000);
  const session = await app.make.session(event, { capacity: 2, startsAt });
  const soon = new Date(startsAt.getTime() - 60_000).toISOString();
  const ballot = await PlannedBallot.of(app, event, { sessions: [session], drawsAt: soon });
  ballot.open();
  const entry = part<string>(await ballot.enter(), 'id');
  ballot.end();
  await ballot.work();
  app.clock.travel({ days: 1 });
  await ballot.work();
  expect(await outcomes(ballot)).toEqual({ 'called-off': 1 });
  const [mail] = await deliverToEntry(app, entry);
  expect(mail!.parsed.text!.replaceAll(/\s+/g, ' ')).toContain('this time was over before we could give its places');
});

it('draws none of a time that was moved before the draw while its event was a draft', async () => {
  const event = await app.make.event();
  const session = await app.make.session(event, { capacity: 2 });
  const draw = app.clock.now().getTime() + 4 * 60 * 60_000;
  const ballot = await PlannedBallot.of(app, event, { sessions: [session], drawsAt: new Date(draw).toISOString() });
  ballot.open();
  await ballot.enter();
  await app.database.reader.query(
    `UPDATE sessions SET starts_at = $2, ends_at = $3, admission_opens_at = $2, admission_closes_at = $3 WHERE id = $1`,
    [session.id, new Date(draw - 60 * 60_000), new Date(draw - 30 * 60_000)],
  );
  ballot.end();
  await ballot.work();
  expect(await pool(session.id)).toMatchObject({ taken: 0, offered: 0 });
  app.clock.travel({ minutes: 180 });
  await ballot.work();
  expect(await outcomes(ballot)).toEqual({ 'called-off': 1 });
});

it('goes on where it was stopped, and does nothing twice', async () => {
  const event = await app.make.event();
  const sessions = [await app.make.session(event, { capacity: 3 }), await app.make.session(event, { capacity: 3 })];
  const ballot = await PlannedBallot.of(app, event, { sessions });
  ballot.open();
  for (let number = 0; number < 8; number++) await ballot.enter();
  ballot.end();
  // The second of its sessions fails until the trigger is gone, as if the process had died there.
  const second = sessions.map(({ id }) => id).toSorted()[1]!;
  await app.database.reader.query(
    `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stopped'; END $$`,
  );
  await app.database.reader.query(
    `CREATE TRIGGER fail BEFORE INSERT ON registrations FOR EACH ROW WHEN (NEW.session_id = '${second}') EXECUTE FUNCTION fail()`,
  );
  await expect(ballot.work()).rejects.toThrow('stopped');
  expect(await outcomes(ballot)).toEqual({ registered: 3, null: 5 });
  expect(await app.faults()).toEqual([]);
  await app.database.reader.query('DROP TRIGGER fail ON registrations');
  await using beside = await app.beside();
  await Promise.all([ballot.work(), beside.service(BallotWork).doDue()]);
  expect(await outcomes(ballot)).toEqual({ registered: 6, 'not-drawn': 2 });
  const [{ told }] = await app.database.reader.query<[{ told: number }]>(
    `SELECT count(*)::int AS told FROM messages WHERE kind IN ('confirmation', 'ballot-drawn')`,
  );
  expect(told).toBe(8);
  expect(await ballot.admin()).toMatchObject({ body: { settledAt: expect.any(String) as string } });
});

it('puts those who were not drawn on the waiting list in the order drawn, before what is left is given', async () => {
  const event = await app.make.event({ waitingList: true });
  const session = await app.make.session(event, { capacity: 5 });
  const ballot = await PlannedBallot.of(app, event, { sessions: [session] });
  ballot.open();
  for (let number = 0; number < 6; number++) await ballot.enter({ partySize: 2 });
  ballot.end();
  await ballot.work();
  expect(await outcomes(ballot)).toEqual({ registered: 2, waiting: 4 });
  const waiting = await app.database.reader.query<{ email_key: string }[]>(
    `SELECT w.email_key FROM waiting_list_entries w WHERE w.event_id = $1 AND w.source = 'ballot' ORDER BY w.id`,
    [event.id],
  );
  const drawn = await app.database.reader.query<{ email_key: string }[]>(
    `SELECT email_key FROM ballot_entries WHERE ballot_id = $1 AND outcome = 'waiting' ORDER BY rank`,
    [ballot.id],
  );
  expect(waiting).toEqual(drawn);
  // One place is left, and nobody who comes now is before those who wait.
  expect(await app.register(session.id)).toMatchObject({ status: 409, body: { code: 'session_full' } });
});

it('tells who was drawn for a session that was called off since', async () => {
  const event = await app.make.event();
  const session = await app.make.session(event, { capacity: 2 });
  const soon = new Date(app.clock.now().getTime() + 4 * 60 * 60_000).toISOString();
  const ballot = await PlannedBallot.of(app, event, { sessions: [session], drawsAt: soon });
  ballot.open();
  await ballot.enter();
  ballot.end();
  await ballot.work();
  await app.post(`/api/v1/admin/sessions/${session.id}/cancel`, { reason: 'Storm.' }, ballot.team);
  app.clock.travel({ minutes: 180 });
  await ballot.work();
  expect(await outcomes(ballot)).toEqual({ 'called-off': 1 });
});

it('draws nothing from a list that is not the one published', async () => {
  const event = await app.make.event();
  const soon = new Date(app.clock.now().getTime() + 4 * 60 * 60_000).toISOString();
  const ballot = await PlannedBallot.of(app, event, { sessions: [await app.make.session(event)], drawsAt: soon });
  ballot.open();
  const entered = await ballot.enter();
  ballot.end();
  await ballot.work();
  const change = (weight: number) =>
    app.database.reader.query('UPDATE ballot_entries SET weight = $2 WHERE id = $1', [part(entered, 'id'), weight]);
  await change(5);
  app.clock.travel({ minutes: 180 });
  await expect(ballot.work()).rejects.toThrow('not those of its list');
  expect(await ballot.view()).toMatchObject({ body: { state: 'closed', seed: null } });
  await change(1);
  await ballot.work();
  expect(await ballot.view()).toMatchObject({ body: { state: 'drawn' } });
});
