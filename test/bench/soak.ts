import { execFileSync } from 'node:child_process';
import { Clients } from './clients.js';
import { Companion } from './companion.js';
import { House } from './house.js';
import type { Ask, Outcome } from './plan.js';
import { type Figures, middle, only, rounded, type Table } from './report.js';

const SECONDS = 600;
const SLICE = 10;
/** Requests a second, by the clock: far below what one process can do, so that nothing piles up. */
const RATE = 120;
const CONNECTIONS = 32;
const PLACES = 10_000_000;

interface Moment {
  readonly second: number;
  /** Resident memory in MiB. */
  readonly server: number;
  readonly worker: number;
  readonly p99: number;
}

/**
 * Ten minutes (or as many seconds as `soak=60` says) of reading and registering at a moderate rate,
 * and the memory of server and worker every ten seconds. A leak shows as a slope in the second half;
 * its control is the memory itself, and for the waiting the first half.
 */
export async function soak(option?: string): Promise<Figures> {
  const slices = Math.max(4, Math.round(Number(option ?? SECONDS) / SLICE));
  await using house = await House.open();
  await house.addSample();
  using sink = await Companion.start('sink.mjs');
  using clients = await Clients.start();
  const [server, worker] = [await house.server(), await house.worker(sink.greeting as string)];
  const ask = await mixOn(server.said, await house.sessions(10, PLACES));
  const plan = { servers: [server.said], connections: CONNECTIONS, ask, requests: RATE * SLICE, within: SLICE };
  const moments: Moment[] = [];
  const outcomes: Outcome[] = [];
  for (let slice = 1; slice <= slices; slice++) {
    const outcome = await clients.carryOut(plan);
    only([200, 201, 304], outcome);
    outcomes.push(outcome);
    const [ofServer, ofWorker] = [memoryOf(server.process.pid!), memoryOf(worker.process.pid!)];
    moments.push({ second: slice * SLICE, server: ofServer, worker: ofWorker, p99: rounded(outcome.p99) });
  }
  const half = moments.slice(Math.floor(slices / 2));
  const p99Of = (some: readonly Moment[]) => middle(some.map(({ p99 }) => p99));
  return {
    rate: rounded(middle(outcomes.map(({ rate }) => rate))),
    server: slopeOf(half, 'server'),
    worker: slopeOf(half, 'worker'),
    p99ToFirstHalf: rounded(p99Of(half) / p99Of(moments.slice(0, -half.length))),
    mails: await sink.ask<number>('count'),
    moments,
  };
}

/** Three that read for each one that registers. */
async function mixOn(server: string, sessionIds: readonly string[]): Promise<Ask> {
  const events = (await (await fetch(`${server}/api/v1/events`)).json()) as { items: { slug: string }[] };
  const etag = (await fetch(server)).headers.get('etag')!;
  const get = (path: string, headers = {}): Ask => ({ kind: 'get', path, headers });
  return {
    kind: 'mix',
    asks: [
      { kind: 'register', path: '/api/v1/registrations', sessionIds, largestParty: 4 },
      get('/', { 'if-none-match': etag }),
      get(`/events/${events.items[0]!.slug}`),
      get('/api/v1/events'),
    ],
  };
}

function memoryOf(pid: number): number {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`])) / 102.4) / 10;
}

/** By least squares. */
function slopeOf(moments: readonly Moment[], of: 'server' | 'worker') {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const second = mean(moments.map((moment) => moment.second));
  const megabytes = mean(moments.map((moment) => moment[of]));
  const together = mean(moments.map((moment) => (moment.second - second) * (moment[of] - megabytes)));
  const slope = (60 * together) / mean(moments.map((moment) => (moment.second - second) ** 2));
  return {
    megabytes: rounded(megabytes),
    megabytesPerMinute: rounded(slope),
    perHour: rounded((60 * slope) / megabytes),
  };
}

export function soakTable(figures: Figures): Table {
  const { server, worker, moments } = figures as { server: Slope; worker: Slope; moments: readonly Moment[] };
  const line = (name: string, { megabytes, megabytesPerMinute, perHour }: Slope, of: 'server' | 'worker') => {
    const most = Math.max(...moments.map((moment) => moment[of]));
    return [name, moments[0]![of], most, megabytes, megabytesPerMinute, perHour];
  };
  return {
    head: ['second half', 'MiB at first', 'at most', 'mean', 'MiB a minute', 'an hour ÷ mean'],
    rows: [line('server', server, 'server'), line('worker', worker, 'worker')],
  };
}

type Slope = ReturnType<typeof slopeOf>;
