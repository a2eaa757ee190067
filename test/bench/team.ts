import { Clients } from './clients.js';
import { addRegistrations, makeSearchable, settleDown, someWords } from './growth.queries.js';
import { House } from './house.js';
import { inTurn, type Measured, middleOf } from './in-turn.js';
import type { Ask } from './plan.js';
import { type Figures, only, rounded, type Table } from './report.js';

const SIZES = [10_000, 1_000_000] as const;
const SESSIONS = 500;
const PLACES = 10_000;
/** An answer whose work is the same however full the database is. */
const CONTROL = 'control: who asks';
/** A few colleagues at once. */
const CONNECTIONS = 4;
const ROUNDS = 3;
const PLAN = { connections: CONNECTIONS, warmUp: 0.5, seconds: 3 };
/** How many different things are looked for, so that no answer is only the repetition of the one before. */
const QUESTIONS = 40;

/**
 * What the events team looks at all day, with ten thousand registrations in the database and with a million, in as
 * many sessions: an answer may take three times as long there, not a hundred times.
 */
export async function team(): Promise<Figures> {
  await using house = await House.open();
  using clients = await Clients.start();
  const { said: server } = await house.server();
  const headers = await house.ownerHeaders();
  const event = await house.make.event({ venue: { safeNumber: SESSIONS * PLACES } });
  const eventId = event.id;
  const sessionIds: string[] = [];
  while (sessionIds.length < SESSIONS) sessionIds.push((await house.make.session(event, { capacity: PLACES })).id);
  const measure = async (paths: readonly string[]) => {
    const asks = paths.map((path): Ask => ({ kind: 'get', path: `/api/v1/admin/${path}`, headers }));
    const outcome = await clients.carryOut({ ...PLAN, servers: [server], ask: { kind: 'mix', asks } });
    only([200], outcome);
    return outcome;
  };
  const sizes: Measured<string>[] = [];
  let filled = 0;
  for (const registrations of SIZES) {
    await addRegistrations(house, { eventId, sessionIds }, registrations - filled);
    filled = registrations;
    await makeSearchable(house);
    await settleDown(house);
    const views = viewsOf({ eventId, sessionIds, words: await someWords(house, QUESTIONS) });
    const ways = Object.entries(views).map(([view, paths]) => [view, () => measure(paths)] as const);
    sizes.push(await inTurn(ROUNDS, Object.fromEntries(ways)));
  }
  const [few, many] = sizes;
  return Object.fromEntries(Object.keys(few!).map((view) => [view, lineOf(view, few!, many!)]));
}

type Line = ReturnType<typeof lineOf>;

/** What the machine did meanwhile is in the control, too: the last column is without it. */
function lineOf(view: string, few: Measured<string>, many: Measured<string>) {
  const p95 = (size: Measured<string>, of = view) => middleOf(size[of]!, 'p95');
  const ratio = p95(many) / p95(few);
  return { few: p95(few), many: p95(many), ratio, toControl: (ratio * p95(few, CONTROL)) / p95(many, CONTROL) };
}

interface Known {
  readonly eventId: string;
  readonly sessionIds: readonly string[];
  /** That stand in names, addresses and references. */
  readonly words: readonly string[];
}

function viewsOf({ eventId, sessionIds, words }: Known): Record<string, readonly string[]> {
  return {
    [CONTROL]: ['me'],
    'search: a name': words.map((word) => `registrations?q=${word}`),
    'search: a part of it': words.map((word) => `registrations?q=${word.slice(0, 6)}`),
    'search: what all have': ['registrations?q=visitor'],
    'search: nobody': words.map((word) => `registrations?q=${word.split('').reverse().join('')}zz`),
    registrations: ['registrations', `registrations?eventId=${eventId}`, 'registrations?state=confirmed'],
    'of one session': sessionIds.slice(0, QUESTIONS).map((id) => `registrations?sessionId=${id}&limit=20`),
    sessions: [`sessions?eventId=${eventId}`, 'sessions'],
    'ledger of the event': [`events/${eventId}/ledger`],
    'ledger of a session': sessionIds.slice(0, QUESTIONS).map((id) => `sessions/${id}/ledger`),
  };
}

export function teamTable(figures: Figures): Table {
  const rows = Object.entries(figures as Record<string, Line>);
  return {
    head: ['p95 in ms', 'of 10,000', 'of 1,000,000', 'ratio', '÷ control'],
    rows: rows.map(([view, line]) => [view, ...Object.values(line).map(rounded)]),
  };
}
