import { createHmac, randomUUID } from 'node:crypto';
import { BallotClosing, BallotRecords, Ballots, BallotWork, draw } from '#ballot';
import { Secrets } from '#kernel';
import { COMMAND, Reach } from '#staff';
import { addEntries, countOutcomes, type Filling, letClose } from './ballot.queries.js';
import { House } from './house.js';
import { type Figures, rounded, type Table } from './report.js';

const ENTRIES = 100_000;
const SESSIONS = 50;
const PLACES = 400;
const HOUR = 60 * 60_000;

/** A hundred thousand entries, or as many as `ballot=1000` says: closed, drawn, and all that follows from it. */
export async function ballot(option?: string): Promise<Figures> {
  const entries = Number(option ?? ENTRIES);
  await using house = await House.open();
  const filled = await fill(house, entries);
  const { database, ballotId } = filled;
  const closing = house.service(BallotClosing);
  const closed = await seconds(() => database.transaction((tx) => closing.closeIfDue(tx, ballotId)));
  const drawn = await seconds(() => database.transaction((tx) => closing.drawIfDue(tx, ballotId)));
  const settled = await seconds(() => house.service(BallotWork).doDue());
  const outcomes = await countOutcomes(filled);
  if (outcomes['none'] !== undefined) throw new Error('Not all results were carried out.');
  let megabytes = 0;
  const sent = await seconds(async () => {
    for await (const piece of await house.service(BallotRecords).record(ballotId)) megabytes += piece.length / 1e6;
  });
  const registered = outcomes['registered'] ?? 0;
  return {
    ...{ entries, closed, drawn, settled, registered, others: entries - registered, record: sent },
    megabytes: rounded(megabytes),
    ...(await alone(entries)),
  };
}

/** The draw without the database, and what its HMACs take by themselves: the control. */
async function alone(entries: number): Promise<Figures> {
  const sessions = Array.from({ length: SESSIONS }, () => ({ id: randomUUID(), places: PLACES }));
  const parties = Array.from({ length: entries }, (_, number) => ({
    ...{ id: randomUUID(), partySize: 1 + (number % 4), weight: 1 },
    preferences: [0, 7, 19].map((step) => sessions[(number + step) % SESSIONS]!.id),
  }));
  const seed = 'ab'.repeat(32);
  const inMemory = await seconds(async () => draw(seed, { ballotId: randomUUID(), sessions, entries: parties }));
  const key = Buffer.from(seed, 'hex');
  const hmacs = await seconds(async () => {
    for (const { id } of parties) createHmac('sha256', key).update(`${seed} ${id} 1`).digest('hex');
  });
  return { inMemory, hmacs, ratio: rounded(inMemory / hmacs) };
}

async function fill(house: House, count: number): Promise<Filling> {
  const { database } = house;
  const sessionIds = await house.sessions(SESSIONS, PLACES);
  const eventId = await house.eventOf(sessionIds[0]!);
  const [opensAt, closesAt] = [1, 2].map((hours) => new Date(Date.now() + hours * HOUR).toISOString());
  const wish = { eventId, sessionIds, opensAt: opensAt!, closesAt: closesAt! };
  const plan = house.service(Ballots);
  const ballotId = await database.transaction((tx) => plan.plan(tx, COMMAND, new Reach(null), wish));
  const secrets = house.service(Secrets);
  const filling = { database, ballotId, sessionIds };
  for (let done = 0; done < count; done += 10_000) {
    const ids = Array.from({ length: Math.min(10_000, count - done) }, () => randomUUID());
    const details = ids.map((id) => secrets.seal('{}', `ballot_entries/${id}/details`));
    await addEntries(filling, ids, details);
  }
  await letClose(filling);
  return filling;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return rounded((performance.now() - from) / 1000);
}

export function ballotTable(figures: Figures): Table {
  const { entries, registered, others, megabytes } = figures;
  const row = (what: string, figure: string) => [what, `${String(figures[figure])} s`];
  return {
    head: [`${String(entries)} entries`, 'time'],
    rows: [
      row('closed: list read, hashed, places kept', 'closed'),
      row('drawn: results and seed in the database', 'drawn'),
      row(`settled: ${String(registered)} registered, ${String(others)} told`, 'settled'),
      row(`record of ${String(megabytes)} MB read`, 'record'),
      row('the draw in memory alone', 'inMemory'),
      row('its HMACs alone', 'hmacs'),
    ],
  };
}
