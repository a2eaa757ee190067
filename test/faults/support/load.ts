import { startProgram } from '../../support/program.js';

/** What the process in registering.mjs is to do. */
export interface Load {
  readonly url: string;
  readonly sessionId: string;
  /** Stands in every address. */
  readonly name: string;
  readonly seconds: number;
  /** At most. */
  readonly connections: number;
  /** Requests a second whatever comes back; without it every connection waits for its answer. */
  readonly rate?: number;
  /** Milliseconds to wait for the last answers. */
  readonly patience: number;
  /** A file for the status of every request, in order. */
  readonly answers?: string;
}

/** Milliseconds from sending to the whole answer. */
interface Times {
  readonly half: number;
  /** 99 of 100. */
  readonly most: number;
  readonly all: number;
}

export interface Outcome {
  /** Seconds. */
  readonly elapsed: number;
  /** Milliseconds from the last request to the last answer, or to the end of patience. */
  readonly drained: number;
  readonly offered: number;
  /** Offered when every connection was taken, so never sent. */
  readonly withoutConnection: number;
  /** How often each status was answered; 0 is no answer. */
  readonly counts: Readonly<Record<string, number>>;
  readonly confirmedMs: Times;
  readonly refusedMs: Times;
  readonly retryAfter: Readonly<Record<string, number>>;
  readonly connectFailures: number;
  readonly brokenConnections: number;
  readonly badRefusals: number;
}

/** Runs a load in a process of its own; answers what came of it. */
export async function register(load: Load): Promise<Outcome> {
  const program = await startProgram('test/faults/support/registering.mjs', {
    args: [JSON.stringify(load)],
    environment: {},
    ready: /(\{.*\})\n/,
  });
  await program.stop();
  return JSON.parse(program.said) as Outcome;
}
