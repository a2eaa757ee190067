import { Clients } from './clients.js';
import { House } from './house.js';
import { inTurn, middleOf } from './in-turn.js';
import type { Ask } from './plan.js';
import { type Figures, only, rounded, type Table } from './report.js';

const CONNECTIONS = 64;
const ROUNDS = 2;
const PLAN = { connections: CONNECTIONS, warmUp: 0.5, seconds: 2 };

interface Document {
  readonly path: string;
  readonly bytes: number;
  readonly etag: string | null;
}

/**
 * Reading what people read first, with the sample programme in the database. The control is a file
 * of about the same size that the same server has in its memory; the control of `notModified` is
 * the whole answer.
 */
export async function pages(): Promise<Figures> {
  await using house = await House.open();
  await house.addSample();
  using clients = await Clients.start();
  const { said: server } = await house.server();
  const files = await filesOf(server);
  const events = (await (await fetch(`${server}/api/v1/events`)).json()) as { items: { slug: string }[] };
  const paths = { whatsOn: '/', event: `/events/${events.items[0]!.slug}`, apiEvents: '/api/v1/events' };
  const lines: Record<string, Line> = {};
  for (const [name, path] of Object.entries(paths)) {
    const document = await read(server, path);
    const file = nearest(files, document.bytes);
    const get = async (asked: string, expected: number, headers: Record<string, string> = {}) => {
      const ask: Ask = { kind: 'get', path: asked, headers };
      const outcome = await clients.carryOut({ ...PLAN, servers: [server], ask });
      only([expected], outcome);
      return outcome;
    };
    const measured = await inTurn(ROUNDS, {
      file: () => get(file.path, 200),
      whole: () => get(path, 200),
      notModified: () => get(path, 304, { 'if-none-match': document.etag! }),
    });
    lines[name] = lineOf(document, file, measured);
  }
  return lines;
}

async function read(server: string, path: string): Promise<Document> {
  const answer = await fetch(server + path);
  const bytes = (await answer.arrayBuffer()).byteLength;
  if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}.`);
  return { path, bytes, etag: answer.headers.get('etag') };
}

/** The files that the first page asks for, and those that these ask for. */
export async function filesOf(server: string): Promise<Document[]> {
  const named = async (path: string) => {
    const text = await (await fetch(server + path)).text();
    return text.match(/\/assets\/[\w.-]+\.\w+/g) ?? [];
  };
  const first = await named('/');
  const inStyles = await Promise.all(first.filter((path) => path.endsWith('.css')).map(named));
  return Promise.all([...new Set([first, ...inStyles].flat())].map((path) => read(server, path)));
}

export function nearest(files: readonly Document[], bytes: number): Document {
  const distance = (file: Document) => Math.abs(file.bytes - bytes);
  return files.reduce((best, file) => (distance(file) < distance(best) ? file : best));
}

type Measures = Awaited<ReturnType<typeof inTurn<'file' | 'whole' | 'notModified'>>>;
type Line = ReturnType<typeof lineOf>;

function lineOf(document: Document, file: Document, { file: control, whole, notModified }: Measures) {
  const rate = middleOf(whole, 'rate');
  return {
    bytes: document.bytes,
    fileBytes: file.bytes,
    fileRate: rounded(middleOf(control, 'rate')),
    rate: rounded(rate),
    ratio: rounded(rate / middleOf(control, 'rate')),
    p50: rounded(middleOf(whole, 'p50')),
    p99: rounded(middleOf(whole, 'p99')),
    p99Ratio: rounded(middleOf(whole, 'p99') / middleOf(control, 'p99')),
    notModifiedRate: rounded(middleOf(notModified, 'rate')),
    notModifiedRatio: rounded(middleOf(notModified, 'rate') / rate),
  };
}

export function pagesTable(figures: Figures): Table {
  const head = ['', 'bytes', 'file bytes', 'file /s', 'answers /s', '÷ file', 'p50 ms', 'p99 ms', 'p99 ÷ file'];
  return {
    head: [...head, '304 /s', '304 ÷ whole'],
    rows: Object.entries(figures as Record<string, Line>).map(([name, line]) => [name, ...Object.values(line)]),
  };
}
