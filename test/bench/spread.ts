import { Clients } from './clients.js';
import { House } from './house.js';
import { inTurn, type Measured, middleOf } from './in-turn.js';
import type { Ask } from './plan.js';
import { type Figures, only201, rounded, type Table } from './report.js';

const SESSIONS = 100;
const PLACES = 10_000_000;
/** Divides by two and by three, so that each server has as many. */
const CONNECTIONS = 192;
const ROUNDS = 2;
/** The first is the control. */
const WAYS = ['oneSession', 'oneServer', 'twoServers', 'threeServers'] as const;
type Way = (typeof WAYS)[number];

/**
 * A hundred sessions of one event that fill at once, through one server process, then two, then
 * three on the same database; the control is one session through one server.
 */
export async function spread(): Promise<Figures> {
  await using house = await House.open();
  using clients = await Clients.start();
  const servers: string[] = [];
  for (let number = 0; number < 3; number++) servers.push((await house.server()).said);
  const many = await house.sessions(SESSIONS, PLACES);
  const measure = async (asked: readonly string[], sessionIds: readonly string[]) => {
    const ask: Ask = { kind: 'register', path: '/api/v1/registrations', sessionIds, largestParty: 1 };
    const plan = { servers: asked, connections: CONNECTIONS, ask, warmUp: 0.7, seconds: 2.5 };
    const outcome = await clients.carryOut(plan);
    only201(outcome);
    return outcome;
  };
  const measured = await inTurn<Way>(ROUNDS, {
    oneSession: () => measure(servers.slice(0, 1), many.slice(0, 1)),
    oneServer: () => measure(servers.slice(0, 1), many),
    twoServers: () => measure(servers.slice(0, 2), many),
    threeServers: () => measure(servers, many),
  });
  return linesOf(measured);
}

interface Line {
  readonly rate: number;
  readonly ratio: number;
  readonly p50: number;
  readonly p99: number;
}

function linesOf(measured: Measured<Way>): Record<Way, Line> {
  const control = middleOf(measured.oneSession, 'rate');
  const lines = WAYS.map((way): [Way, Line] => {
    const rate = middleOf(measured[way], 'rate');
    const [p50, p99] = [middleOf(measured[way], 'p50'), middleOf(measured[way], 'p99')];
    return [way, { rate: rounded(rate), ratio: rounded(rate / control), p50: rounded(p50), p99: rounded(p99) }];
  });
  return Object.fromEntries(lines) as Record<Way, Line>;
}

export function spreadTable(figures: Figures): Table {
  const names: Record<Way, string> = {
    oneSession: 'one session, one server',
    oneServer: `${SESSIONS} sessions, one server`,
    twoServers: `${SESSIONS} sessions, two servers`,
    threeServers: `${SESSIONS} sessions, three servers`,
  };
  const lines = figures as Record<Way, Line>;
  return {
    head: ['', 'registrations /s', '÷ one session', 'p50 ms', 'p99 ms'],
    rows: WAYS.map((way) => [names[way], lines[way].rate, lines[way].ratio, lines[way].p50, lines[way].p99]),
  };
}
