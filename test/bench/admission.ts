import { Clients } from './clients.js';
import { House } from './house.js';
import type { Ask, Outcome } from './plan.js';
import { type Figures, middle, only201, rounded, type Table } from './report.js';

const PLACES = 100_000_000;
const ROUNDS = 2;
const CROWDS = [64, 512] as const;
const WAYS = { bare: '/api/bench/bare', oneEach: '/api/bench/one-each', grouped: '/api/v1/registrations' };
type Way = keyof typeof WAYS;

/**
 * Registering into one pool, measured against the same request without a database (`bare`) and
 * against the same registration in a transaction of its own (`oneEach`). The head figures are those
 * of the crowd that does worse.
 */
export async function admission(): Promise<Figures> {
  await using house = await House.open();
  using clients = await Clients.start();
  const server = (await house.server()).said;
  const sessionIds = await house.sessions(1, PLACES);
  const measure = (connections: number, path: string) => {
    const ask: Ask = { kind: 'register', path, sessionIds, largestParty: 1 };
    return clients.carryOut({ servers: [server], connections, ask, warmUp: 0.7, seconds: 2.5 });
  };
  const byCrowd: Record<string, Line> = {};
  for (const connections of CROWDS) {
    const rounds: Record<Way, Outcome>[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // Beside one another, so that a noisy minute of the machine meets all three.
      const [bare, oneEach, grouped] = [
        await measure(connections, WAYS.bare),
        await measure(connections, WAYS.oneEach),
        await measure(connections, WAYS.grouped),
      ];
      rounds.push({ bare, oneEach, grouped });
    }
    byCrowd[connections] = lineOf(rounds);
  }
  const worst = Object.values(byCrowd).reduce((one, other) => (other.ratio < one.ratio ? other : one));
  return { ...worst, byConnections: byCrowd };
}

type Line = ReturnType<typeof lineOf>;

function lineOf(rounds: readonly Record<Way, Outcome>[]) {
  for (const round of rounds) for (const outcome of Object.values(round)) only201(outcome);
  const of = (way: Way, figure: 'rate' | 'p50' | 'p99') => middle(rounds.map((round) => round[way][figure]));
  const [bare, oneEach, grouped] = [of('bare', 'rate'), of('oneEach', 'rate'), of('grouped', 'rate')];
  return {
    bare: rounded(bare),
    oneEach: rounded(oneEach),
    grouped: rounded(grouped),
    ratio: rounded(grouped / bare),
    speedup: rounded(grouped / oneEach),
    p50: rounded(of('grouped', 'p50')),
    p99: rounded(of('grouped', 'p99')),
    bareP99: rounded(of('bare', 'p99')),
    p99Ratio: rounded(of('grouped', 'p99') / of('bare', 'p99')),
  };
}

export function admissionTable({ byConnections }: Figures): Table {
  const lines = Object.entries(byConnections as Record<string, Line>);
  return {
    head: [
      'connections',
      'bare /s',
      'one each /s',
      'grouped /s',
      '÷ bare',
      '÷ one each',
      'p50 ms',
      'p99 ms',
      'p99 ÷ bare',
    ],
    rows: lines.map(([connections, { bare, oneEach, grouped, ratio, speedup, p50, p99, p99Ratio }]) => [
      ...[connections, bare, oneEach, grouped, ratio, speedup, p50, p99, p99Ratio],
    ]),
  };
}
