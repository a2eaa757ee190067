import { Clients } from './clients.js';
import { House } from './house.js';
import { inTurn, middleOf } from './in-turn.js';
import type { Ask, Outcome } from './plan.js';
import { type Figures, only201, rounded, type Table } from './report.js';

const SESSIONS = 100;
const PLACES = 10_000_000;
/** Divides by two and by three, so that each server has as many. */
const CONNECTIONS = 192;
const ROUNDS = 2;
/** What all else is measured against. */
const CONTROL = 'one session, one server';

/**
 * A hundred sessions of one event that fill at once, through one server process, then two, then
 * three on the same database.
 */
export async function spread(): Promise<Figures> {
  await using filling = await Filling.start();
  const { servers } = filling;
  return await filling.measure({
    'one server': servers.slice(0, 1),
    'two servers': servers.slice(0, 2),
    'three servers': servers,
  });
}

/** Three servers on one database, and a hundred sessions to fill. */
export class Filling implements AsyncDisposable {
  private constructor(
    private readonly house: House,
    private readonly clients: Clients,
    readonly servers: readonly string[],
    private readonly sessionIds: readonly string[],
  ) {}

  static async start(): Promise<Filling> {
    const house = await House.open();
    const servers: string[] = [];
    for (let number = 0; number < 3; number++) servers.push((await house.server()).said);
    return new Filling(house, await Clients.start(), servers, await house.sessions(SESSIONS, PLACES));
  }

  /** By the addresses of each way in turn, beside the control. */
  async measure(ways: Readonly<Record<string, readonly string[]>>): Promise<Figures> {
    const fill = Object.entries(ways).map(([name, addresses]) => [
      `${SESSIONS} sessions, ${name}`,
      () => this.register(addresses, this.sessionIds),
    ]);
    const control = () => this.register(this.servers.slice(0, 1), this.sessionIds.slice(0, 1));
    return linesOf(await inTurn(ROUNDS, { [CONTROL]: control, ...Object.fromEntries(fill) }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.clients[Symbol.dispose]();
    await this.house[Symbol.asyncDispose]();
  }

  private async register(servers: readonly string[], sessionIds: readonly string[]): Promise<Outcome> {
    const ask: Ask = { kind: 'register', path: '/api/v1/registrations', sessionIds, largestParty: 1 };
    const plan = { servers, connections: CONNECTIONS, ask, warmUp: 0.7, seconds: 2.5 };
    const outcome = await this.clients.carryOut(plan);
    only201(outcome);
    return outcome;
  }
}

type Line = ReturnType<typeof lineOf>;

function linesOf(measured: Readonly<Record<string, readonly Outcome[]>>): Record<string, Line> {
  const control = middleOf(measured[CONTROL]!, 'rate');
  return Object.fromEntries(Object.entries(measured).map(([name, outcomes]) => [name, lineOf(outcomes, control)]));
}

function lineOf(outcomes: readonly Outcome[], control: number) {
  const rate = middleOf(outcomes, 'rate');
  return {
    rate: rounded(rate),
    ratio: rounded(rate / control),
    p50: rounded(middleOf(outcomes, 'p50')),
    p99: rounded(middleOf(outcomes, 'p99')),
  };
}

export function spreadTable(figures: Figures): Table {
  return {
    head: ['', 'registrations /s', '÷ one session', 'p50 ms', 'p99 ms'],
    rows: Object.entries(figures as Record<string, Line>).map(([name, line]) => [name, ...Object.values(line)]),
  };
}
