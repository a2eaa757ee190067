import { OfferExpiry, Offering } from '#waiting-list';
import { House } from './house.js';
import { type Figures, middle, rounded, type Table } from './report.js';
import { endTime, fillLines, freePlaces, liveOffers } from './waiting-list.queries.js';

const SIZES = [500, 5000, 50_000] as const;
const SESSIONS = 100;
const PLACES = 300;
const ROUNDS = 1;
/** Places that come free in each session at once: fifty parties of five have room, or small ones as well. */
const FREED = 250;

interface Line {
  readonly parties: number;
  readonly control: number;
  readonly find: number;
  readonly serve: number;
}

/**
 * A place that comes free in one of a hundred sessions, with ever more parties in their lines: to find the next, and
 * to serve it with everything that belongs to it, committed. Control: the shortest question that can be asked. Then
 * thousands of offers whose time is over at one moment.
 */
export async function waitingList(): Promise<Figures> {
  await using house = await House.open();
  const event = await house.make.event({
    ...{ waitingList: true, passedOverLimit: 100, partyLimit: 6 },
    venue: { safeNumber: SESSIONS * PLACES },
  });
  const sessionIds: string[] = [];
  while (sessionIds.length < SESSIONS) sessionIds.push((await house.make.session(event, { capacity: PLACES })).id);
  const lines: Line[] = [];
  for (const parties of SIZES) {
    await fillLines(house, { eventId: event.id, sessionIds }, parties);
    lines.push({ parties, ...(await oneByOne(house, sessionIds)) });
  }
  await fillLines(house, { eventId: event.id, sessionIds }, SIZES.at(-1)!);
  return { lines, together: await together(house, sessionIds) };
}

async function oneByOne(house: House, sessionIds: readonly string[]): Promise<Omit<Line, 'parties'>> {
  const { reader } = house.database;
  const offering = house.service(Offering);
  const times = { control: [] as number[], find: [] as number[], serve: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const sessionId of sessionIds) {
      times.control.push(await timed(() => reader.query('SELECT 1')));
      times.find.push(await timed(() => offering.wouldBeNext(sessionId, 1, PLACES)));
      await freePlaces(house, sessionId, 1);
      times.serve.push(await timed(() => offering.offerIn({ sessionId })));
    }
  }
  return { control: middle(times.control), find: middle(times.find), serve: middle(times.serve) };
}

/** Of all sessions at once. Throws if places were lost or given twice on the way. */
async function together(house: House, sessionIds: readonly string[]) {
  for (const sessionId of sessionIds) await freePlaces(house, sessionId, FREED);
  const offered = await timed(async () => {
    for (const sessionId of sessionIds) await house.service(Offering).offerIn({ sessionId });
  });
  const offers = await endTime(house);
  const expired = await timed(() => house.service(OfferExpiry).expireDue());
  if ((await liveOffers(house)) > 0) throw new Error('Not all offers whose time is over have ended.');
  return { offers, offeredSeconds: rounded(offered / 1000), expiredSeconds: rounded(expired / 1000) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function waitingListTable({ lines, together: at }: Figures): Table {
  const { offers, offeredSeconds, expiredSeconds } = at as Record<string, number>;
  const rows = (lines as readonly Line[]).map(({ parties, control, find, serve }) => [
    ...[`${parties} parties`, rounded(control), rounded(find), rounded(serve), rounded(find / control)],
  ]);
  return {
    head: ['', 'SELECT 1 ms', 'find ms', 'serve ms', 'find ÷ SELECT 1'],
    rows: [
      ...rows,
      [`${offers} offers made, s`, '', '', offeredSeconds!, ''],
      [`${offers} offers ended, s`, '', '', expiredSeconds!, ''],
    ],
  };
}
