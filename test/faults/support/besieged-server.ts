import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '#programme';
import { type Program, startBuilt } from '../../support/program.js';
import { TOKEN } from '../../support/metrics.js';
import { TestApp } from '../../support/test-app.js';

/** A built server as a process of its own, and beside it what makes and looks at its database. */
export interface BesiegedServer extends AsyncDisposable {
  readonly app: TestApp;
  readonly server: Program;
  readonly url: string;
  /** More places than anybody takes. */
  readonly session: Session;
}

export async function besiege(): Promise<BesiegedServer> {
  const app = await TestApp.start({}, { works: false });
  const server = await startBuilt('server', { DATABASE_URL: app.databaseUrl, METRICS_TOKEN: TOKEN });
  const event = await app.make.event({ venue: { safeNumber: 1_000_000 } });
  const session = await app.make.session(event, { capacity: 1_000_000 });
  return {
    ...{ app, server, url: server.said, session },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await app[Symbol.asyncDispose]();
    },
  };
}

/** Megabytes of memory that the server's process holds. */
export function memoryOf({ server }: BesiegedServer): number {
  const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024);
}

/** Connections that a process may have here: Node raises its own limit to what the system allows. */
export function fileLimit(): number {
  return Number(/Max open files\s+\S+\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))![1]);
}

/** Files and connections that the server's process has open. */
export function descriptorsOf({ server }: BesiegedServer): number {
  return readdirSync(`/proc/${server.process.pid}/fd`).length;
}

/**
 * Files and connections that the server has open beyond `before`, once it is done with those that ended or the seconds
 * are over. A connection stays with the server until it has heard of the other side's end, so a look comes too early.
 */
export async function leftBeyond(before: number, house: BesiegedServer, seconds: number): Promise<number> {
  for (let tries = 0; tries < seconds * 10 && descriptorsOf(house) > before; tries++) await sleep(100);
  return descriptorsOf(house) - before;
}

export interface Glimpse {
  readonly status: number;
  readonly took: number;
  readonly headers: Headers;
  readonly text: string;
}

export async function look(url: string): Promise<Glimpse> {
  const since = performance.now();
  const answer = await fetch(url);
  const text = await answer.text();
  return { status: answer.status, took: Math.round(performance.now() - since), headers: answer.headers, text };
}

/** Does something every so often until it is told to stop; answers what came out each time. */
export function again<T>(everyMs: number, act: () => T | Promise<T>): () => Promise<T[]> {
  const seen: T[] = [];
  const end = new AbortController();
  const run = (async () => {
    while (!end.signal.aborted) {
      seen.push(await act());
      await sleep(everyMs);
    }
  })();
  return async () => {
    end.abort();
    await run;
    return seen;
  };
}

export function report(what: string, figures: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${what}: ${JSON.stringify(figures)}\n`);
}
