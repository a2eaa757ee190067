import { Clients } from './clients.js';
import { addRegistrations, megabytes, settleDown } from './growth.queries.js';
import { House } from './house.js';
import { inTurn, type Measured, middleOf } from './in-turn.js';
import type { Ask } from './plan.js';
import { type Figures, only201, rounded, type Table } from './report.js';

const SIZES = [10_000, 100_000, 1_000_000] as const;
const OLD_SESSIONS = 100;
const PLACES = 10_000_000;
const CONNECTIONS = 64;
const ROUNDS = 2;

/**
 * Registering into a fresh session beside ever more registrations of the same event, in a hundred
 * other sessions. Measured against `bare`, and that ratio against the one of the smallest database.
 */
export async function growth(): Promise<Figures> {
  await using house = await House.open();
  using clients = await Clients.start();
  const servers = [(await house.server()).said];
  const event = await house.make.event({ venue: { safeNumber: (OLD_SESSIONS + SIZES.length) * PLACES } });
  const freshSession = async () => (await house.make.session(event, { capacity: PLACES })).id;
  const sessionIds: string[] = [];
  for (let number = 0; number < OLD_SESSIONS; number++) sessionIds.push(await freshSession());
  const measure = async (path: string, sessionId: string) => {
    const ask: Ask = { kind: 'register', path, sessionIds: [sessionId], largestParty: 1 };
    const outcome = await clients.carryOut({ servers, connections: CONNECTIONS, ask, warmUp: 0.7, seconds: 2.5 });
    only201(outcome);
    return outcome;
  };
  const steps: Step[] = [];
  let filled = 0;
  for (const registrations of SIZES) {
    await addRegistrations(house, { eventId: event.id, sessionIds }, registrations - filled);
    filled = registrations;
    await settleDown(house);
    const before = await megabytes(house);
    const fresh = await freshSession();
    const measured = await inTurn(ROUNDS, {
      bare: () => measure('/api/bench/bare', fresh),
      grouped: () => measure('/api/v1/registrations', fresh),
    });
    steps.push({ registrations, megabytes: before, ...measured });
  }
  return { steps: steps.map((step) => lineOf(step, steps[0]!)) };
}

interface Step extends Measured<'bare' | 'grouped'> {
  readonly registrations: number;
  readonly megabytes: number;
}

type Line = ReturnType<typeof lineOf>;

function lineOf(step: Step, first: Step) {
  const { registrations, bare, grouped } = step;
  return {
    registrations,
    megabytes: Math.round(step.megabytes),
    bare: rounded(middleOf(bare, 'rate')),
    grouped: rounded(middleOf(grouped, 'rate')),
    ratio: rounded(ratioOf(step)),
    toFirst: rounded(ratioOf(step) / ratioOf(first)),
    p50: rounded(middleOf(grouped, 'p50')),
    p99: rounded(middleOf(grouped, 'p99')),
  };
}

function ratioOf({ bare, grouped }: Step): number {
  return middleOf(grouped, 'rate') / middleOf(bare, 'rate');
}

export function growthTable({ steps }: Figures): Table {
  return {
    head: ['registrations', 'MiB', 'bare /s', 'grouped /s', '÷ bare', '÷ first', 'p50 ms', 'p99 ms'],
    rows: (steps as readonly Line[]).map((line) => Object.values(line)),
  };
}
