import { setTimeout as sleep } from 'node:timers/promises';
import { Clients } from './clients.js';
import { Companion } from './companion.js';
import { House } from './house.js';
import type { Ask } from './plan.js';
import { type Figures, middle, only201, rounded, type Table } from './report.js';
import type { Caught } from './smtp-sink.js';

const MAILS = 10_000;
const PATIENCE_MS = 300_000;

/**
 * Ten thousand confirmations (or as many as `mail=1000` says) are queued, then a worker starts. The control is nodemailer alone with
 * the same letter to as many people, measured before and after. Time runs from the first mail to the
 * last, so that starting up does not count.
 */
export async function mail(option?: string): Promise<Figures> {
  const mails = Number(option ?? MAILS);
  await using house = await House.open();
  using sink = await Companion.start('sink.mjs');
  using pool = await Companion.start('post-pool.mjs');
  const url = sink.greeting as string;
  await register(house, 1);
  const { first } = await work(house, sink, 1);
  const alone = async () => {
    await pool.ask({ url, first, mails });
    return rateOf(await sink.ask<Caught>('take'));
  };
  await register(house, mails);
  await alone(); // warms the processes
  const before = await alone();
  const caught = await work(house, sink, mails);
  const bare = middle([before, await alone()]);
  await everythingSaysSo(house, caught, mails);
  return {
    mails,
    letterBytes: first.length,
    bare: rounded(bare),
    worker: rounded(rateOf(caught)),
    ratio: rounded(rateOf(caught) / bare),
    sentTwice: caught.mails - caught.different,
  };
}

/** Through a server of their own: it has gone when the worker starts. */
async function register(house: House, people: number): Promise<void> {
  using clients = await Clients.start();
  const server = await house.server();
  const sessionIds = await house.sessions(1, people);
  const ask: Ask = { kind: 'register', path: '/api/v1/registrations', sessionIds, largestParty: 1 };
  only201(await clients.carryOut({ servers: [server.said], connections: Math.min(64, people), ask, requests: people }));
  await server.stop();
}

async function work(house: House, sink: Companion, mails: number): Promise<Caught> {
  const worker = await house.worker(sink.greeting as string);
  const end = performance.now() + PATIENCE_MS;
  while ((await sink.ask<number>('count')) < mails) {
    if (performance.now() > end) throw new Error(`The worker does not get done:\n${worker.output()}`);
    await sleep(200);
  }
  await worker.stop();
  return sink.ask<Caught>('take');
}

/** Throws unless every mail came, and the log says "sent" of each. */
async function everythingSaysSo(house: House, { different }: Caught, mails: number): Promise<void> {
  const states = await house.database.reader.query<{ state: string; count: number }[]>(
    'SELECT state, count(*)::int FROM messages GROUP BY state',
  );
  const [first, ...others] = states;
  const rightly = others.length === 0 && first?.state === 'sent' && first.count === mails + 1;
  if (rightly && different === mails) return;
  throw new Error(`${different} of ${mails} mails came, and the log says ${JSON.stringify(states)}.`);
}

function rateOf({ mails, seconds }: Caught): number {
  return (mails - 1) / seconds;
}

export function mailTable({ mails, letterBytes, bare, worker, ratio, sentTwice }: Figures): Table {
  return {
    head: ['mails', 'bytes each', 'nodemailer alone /s', 'worker /s', '÷ alone', 'sent twice'],
    rows: [[mails, letterBytes, bare, worker, ratio, sentTwice] as number[]],
  };
}
