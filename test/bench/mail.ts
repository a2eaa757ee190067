import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from '../support/program.js';
import { Clients } from './clients.js';
import { Companion } from './companion.js';
import { House } from './house.js';
import type { Ask } from './plan.js';
import { countStates, takeForSent } from './mail.queries.js';
import { type Figures, middle, only201, rounded, type Table } from './report.js';
import type { Caught } from './smtp-sink.js';

const MAILS = 10_000;
const PATIENCE_MS = 300_000;

/** Ten thousand confirmations, or as many as `mail=1000` says. */
export async function mail(option?: string): Promise<Figures> {
  return sending(Number(option ?? MAILS), register);
}

/** As many people, all of whom know when to come, are told another time. */
export async function updates(option?: string): Promise<Figures> {
  return sending(Number(option ?? MAILS), async (house, people) => {
    const sessionIds = await register(house, people);
    await takeForSent(house.database.reader);
    await house.reschedule(sessionIds[0]!);
  });
}

type Queue = (house: House, people: number) => Promise<unknown>;

/**
 * Mails are queued, then a worker starts. The control is nodemailer alone with the same letter to as many people,
 * measured before and after. Time runs from the first mail to the last, so that starting up does not count.
 */
async function sending(mails: number, queue: Queue): Promise<Figures> {
  await using house = await House.open();
  using sink = await Companion.start('sink.mjs');
  using pool = await Companion.start('post-pool.mjs');
  const url = sink.greeting as string;
  await queue(house, 1);
  const { first } = await work(house, sink, 1);
  let processorAlone = 0;
  const alone = async () => {
    processorAlone = await pool.ask<number>({ url, first, mails });
    return rateOf(await sink.ask<Caught>('take'));
  };
  await queue(house, mails);
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
    // On a busy machine this says more than the clock.
    processorAlone: rounded(processorAlone / mails),
    processorWorker: rounded(caught.processor / (mails - caught.counted)),
    sentTwice: caught.mails - caught.different,
  };
}

/** Through a server of their own: it has gone when the worker starts. */
export async function register(house: House, people: number): Promise<string[]> {
  using clients = await Clients.start();
  const server = await house.server();
  const sessionIds = await house.sessions(1, people);
  const ask: Ask = { kind: 'register', path: '/api/v1/registrations', sessionIds, largestParty: 1 };
  only201(await clients.carryOut({ servers: [server.said], connections: Math.min(64, people), ask, requests: people }));
  await server.stop();
  return sessionIds;
}

async function work(house: House, sink: Companion, mails: number): Promise<Worked> {
  const worker = await house.worker(sink.greeting as string);
  const end = performance.now() + PATIENCE_MS;
  let [before, counted]: [number | undefined, number] = [undefined, 0];
  for (let count = 0; count < mails; count = await sink.ask<number>('count')) {
    if (count > 0 && before === undefined) [before, counted] = [processorOf(worker), count];
    if (performance.now() > end) throw new Error(`The worker does not get done:\n${worker.output()}`);
    await sleep(200);
  }
  const processor = processorOf(worker) - (before ?? 0);
  await worker.stop();
  return { ...(await sink.ask<Caught>('take')), processor, counted };
}

interface Worked extends Caught {
  /** Milliseconds of the processor that the worker took after as many mails as are `counted`. */
  readonly processor: number;
  readonly counted: number;
}

/** Milliseconds so far: user and system time, which Linux counts in hundredths of a second. */
function processorOf({ process: { pid } }: Program): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Throws unless every mail came, and the log says "sent" of each. */
async function everythingSaysSo(house: House, { different }: Caught, mails: number): Promise<void> {
  const states = await countStates(house.database.reader);
  const [first, ...others] = states;
  const rightly = others.length === 0 && first?.state === 'sent' && first.count > mails;
  if (rightly && different === mails) return;
  throw new Error(`${different} of ${mails} mails came, and the log says ${JSON.stringify(states)}.`);
}

function rateOf({ mails, seconds }: Caught): number {
  return (mails - 1) / seconds;
}

export function mailTable(figures: Figures): Table {
  const { mails, letterBytes, bare, worker, ratio, processorAlone, processorWorker, sentTwice } = figures;
  return {
    head: [
      ...['mails', 'bytes each', 'nodemailer alone /s', 'worker /s', '÷ alone'],
      ...['processor ms alone', 'of the worker', 'sent twice'],
    ],
    rows: [[mails, letterBytes, bare, worker, ratio, processorAlone, processorWorker, sentTwice] as number[]],
  };
}
