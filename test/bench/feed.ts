import { readFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clients } from './clients.js';
import { addSessions } from './feed.queries.js';
import { House } from './house.js';
import { inTurn, middleOf } from './in-turn.js';
import type { Program } from '../support/program.js';
import { filesOf, nearest } from './pages.js';
import type { Ask } from './plan.js';
import { type Figures, middle, only, rounded, type Table } from './report.js';

const SESSIONS = 5000;
const PATH = '/calendar/all.ics';
const PACKED = { 'accept-encoding': 'gzip' };
const PROCESSES = 3;
const CHANGES = 3;
const ROUNDS = 2;
const PLAN = { connections: 64, warmUp: 0.5, seconds: 2 };
/** What it may weigh on its way to a calendar. */
const MOST_BYTES = 150_000;

/**
 * The feed of all that is on, with five thousand sessions. Built for the first time in a new process, and again after
 * a change; then read by many, packed, beside a file that the same server has in its memory. Throws if a change is not
 * followed, or the packed feed is larger than promised.
 */
export async function feed(): Promise<Figures> {
  await using house = await House.open();
  const event = await house.make.event({ venue: { safeNumber: 1_000_000 } });
  await addSessions(house.database, event.id, SESSIONS);
  const first: number[] = [];
  for (let number = 1; number < PROCESSES; number++) {
    const program = await house.server();
    first.push((await ask(program.said)).ms);
    await program.stop();
  }
  const program = await house.server();
  const server = program.said;
  const before = processorMsOf(program);
  const one = await ask(server);
  const processorMs = processorMsOf(program) - before;
  first.push(one.ms);
  if (one.bytes.length > MOST_BYTES) throw new Error(`The packed feed has ${one.bytes.length} bytes.`);
  const again = await afterChanges(house, server, event.id);
  const plain = await (await fetch(server + PATH)).text();
  const entries = plain.match(/^BEGIN:VEVENT\r$/gm)?.length;
  if (entries !== SESSIONS) throw new Error(`The feed has ${entries} entries.`);
  return {
    sessions: SESSIONS,
    bytes: Buffer.byteLength(plain),
    packed: one.bytes.length,
    processorMs,
    firstMs: rounded(middle(first)),
    againMs: rounded(middle(again)),
    ...(await read(server)),
  };
}

/** How long whoever asks first after each change waits. */
async function afterChanges(house: House, server: string, eventId: string): Promise<number[]> {
  const headers = { ...(await house.ownerHeaders()), 'content-type': 'application/json', 'if-match': '*' };
  const waited: number[] = [];
  for (let number = 0; number < CHANGES; number++) {
    const before = await ask(server);
    const body = JSON.stringify({ title: `The garden, corrected ${number}` });
    const changed = await fetch(`${server}/api/v1/admin/events/${eventId}`, { method: 'PATCH', headers, body });
    if (changed.status !== 200) throw new Error(`The event was not changed: ${await changed.text()}`);
    waited.push(await untilOther(server, before.etag));
  }
  return waited;
}

async function untilOther(server: string, etag: string): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const now = await ask(server);
    if (now.etag !== etag) return now.ms;
    await sleep(50);
  }
  throw new Error('The feed does not follow a change.');
}

async function read(server: string) {
  using clients = await Clients.start();
  const file = nearest(await filesOf(server), MOST_BYTES);
  const { etag } = await ask(server);
  const reading = async (path: string, expected: number, headers: Record<string, string>) => {
    const asked: Ask = { kind: 'get', path, headers };
    const outcome = await clients.carryOut({ ...PLAN, servers: [server], ask: asked });
    only([expected], outcome);
    return outcome;
  };
  const measured = await inTurn(ROUNDS, {
    file: () => reading(file.path, 200, PACKED),
    whole: () => reading(PATH, 200, PACKED),
    notModified: () => reading(PATH, 304, { ...PACKED, 'if-none-match': etag }),
  });
  const [control, rate] = [middleOf(measured.file, 'rate'), middleOf(measured.whole, 'rate')];
  const known = middleOf(measured.notModified, 'rate');
  return {
    fileBytes: file.bytes,
    fileRate: rounded(control),
    rate: rounded(rate),
    ratio: rounded(rate / control),
    p99: rounded(middleOf(measured.whole, 'p99')),
    notModifiedRate: rounded(known),
    notModifiedRatio: rounded(known / rate),
  };
}

/** What its process has had of the processor, as Linux counts it: in hundredths of a second, all threads together. */
function processorMsOf({ process: { pid } }: Program): number {
  const [, counted] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = counted!.split(' ').slice(11, 13).map(Number);
  return (user! + system!) * 10;
}

interface Answered {
  readonly etag: string;
  readonly bytes: Buffer;
  readonly ms: number;
}

/** As it comes over the wire; `fetch` would unpack it. */
function ask(server: string): Promise<Answered> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    get(server + PATH, { headers: PACKED }, (answer) => {
      const { etag = '' }: IncomingHttpHeaders = answer.headers;
      buffer(answer).then((bytes) => resolve({ etag, bytes, ms: performance.now() - start }), reject);
    }).on('error', reject);
  });
}

export function feedTable(figures: Figures): Table {
  const head = [
    'sessions',
    'bytes',
    'packed',
    'processor ms',
    'first ms',
    'again ms',
    'file bytes',
    'file /s',
    'feeds /s',
    '÷ file',
  ];
  return { head: [...head, 'p99 ms', '304 /s', '304 ÷ whole'], rows: [Object.values(figures) as number[]] };
}
