import { connect, type Socket } from 'node:net';
import { eventually } from '../support/eventually.js';
import { metricsOf } from '../support/metrics.js';
import { descriptorsOf, type BesiegedServer, leftBeyond, look, besiege, report } from './support/besieged-server.js';
import { register } from './support/load.js';

const EACH = 125;
/** Without those few of the server's own connections to its database that come and go. */
const HANGING = 4 * EACH + 25 - 10;
const UNTIL_MS = 52_000;

/** A connection that holds the server up in its own way; it knows how long it was allowed to. */
interface Slow {
  /** Seconds until the server closed it. */
  readonly ended: Promise<number>;
  readonly answer: () => string;
  readonly hangUp: () => void;
}

let house: BesiegedServer;
beforeAll(async () => {
  house = await besiege();
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

const HEAD =
  'POST /api/v1/registrations HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 300\r\n';

it('serves everybody else while five hundred hang, and ends those in time', async () => {
  const font = await largeFile();
  const before = descriptorsOf(house);
  const kinds = {
    headers: many(() => slow({ drip: HEAD })),
    stoppedBodies: many(() => slow({ first: `${HEAD}\r\n{"sessionId"` })),
    slowBodies: many(() => slow({ first: `${HEAD}\r\n`, drip: '{"sessionId": '.padEnd(299) })),
    unreadAnswers: many(() => slow({ first: `GET ${font} HTTP/1.1\r\nhost: x\r\n\r\n`.repeat(400), reads: false }), 25),
    idleAfterAnswer: many(() => slow({ first: 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n' })),
  };
  await eventually(async () => descriptorsOf(house) >= before + HANGING, true, 8);

  const load = { url: house.url, sessionId: house.session.id, patience: 5000 };
  const others = await register({ ...load, name: 'others', seconds: 5, connections: 4 });
  const meanwhile = await metricsOf(house);
  // Who does not read does not learn of the end either: the server's own count tells.
  const left = (async () => {
    const count = await leftBeyond(before, house, 43);
    for (const { hangUp } of kinds.unreadAnswers) hangUp();
    return count;
  })();
  const ended = Object.fromEntries(
    await Promise.all(
      Object.entries(kinds).map(async ([kind, all]) => [kind, await Promise.all(all.map((one) => one.ended))] as const),
    ),
  );

  report('while they hang', { ...others });
  report('connections left in the end', { left: await left });
  expect(await left).toBeLessThan(10);
  report(
    'seconds until they were ended',
    Object.fromEntries(Object.entries(ended).map(([kind, all]) => [kind, span(all)])),
  );
  expect(Object.keys(others.counts)).toEqual(['201']);
  expect(others.confirmedMs.half).toBeLessThan(100);
  expect(meanwhile).toMatchObject({
    'gatehouse_http_requests{state="under_way"}': 0,
    'gatehouse_http_requests{state="waiting"}': 0,
  });
  for (const [kind, [from, to]] of Object.entries(ALLOWED)) {
    const [first, last] = span(ended[kind]!);
    expect([kind, first >= from, last <= to]).toEqual([kind, true, true]);
  }
  for (const kind of ['headers', 'stoppedBodies', 'slowBodies'] as const)
    for (const { answer } of kinds[kind]) expect(answer()).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request_timeout"/);
}, 80_000);

/** Seconds: what docs/under-load.md says, and some more for a machine that has other things to do. */
const ALLOWED = {
  headers: [9.5, 18],
  stoppedBodies: [19.5, 28],
  slowBodies: [19.5, 28],
  idleAfterAnswer: [29.5, 36.9],
} as const;

interface Manner {
  readonly first?: string;
  /** Sent one byte a second after that. */
  readonly drip?: string;
  readonly reads?: boolean;
}

function slow({ first = '', drip = '', reads = true }: Manner): Slow {
  const { hostname, port } = new URL(house.url);
  const since = performance.now();
  const socket = connect(Number(port), hostname);
  let answer = '';
  if (reads) socket.on('data', (bytes) => (answer += bytes.toString()));
  socket.write(first);
  const timer = dripping(socket, drip);
  const ended = new Promise<number>((resolve) => {
    const end = () => {
      clearInterval(timer);
      clearTimeout(deadline);
      socket.destroy();
      resolve((performance.now() - since) / 1000);
    };
    const deadline = setTimeout(end, UNTIL_MS);
    socket.once('error', end).once('end', end).once('close', end);
  });
  return { ended, answer: () => answer, hangUp: () => void socket.destroy() };
}

function dripping(socket: Socket, text: string): NodeJS.Timeout {
  let sent = 0;
  return setInterval(() => {
    if (sent < text.length && socket.writable) socket.write(text[sent++]!);
  }, 1000);
}

function many(make: () => Slow, length = EACH): Slow[] {
  return Array.from({ length }, make);
}

/** Some 30 KB: four hundred of them fill what the kernel keeps for both ends of a connection. */
async function largeFile(): Promise<string> {
  const { text: page } = await look(`${house.url}/`);
  const { text: style } = await look(house.url + /\/assets\/[^"]+\.css/.exec(page)![0]);
  return /\/assets\/atkinson\.[^)"']+/.exec(style)?.[0] ?? /\/assets\/[^)"']+\.woff2/.exec(style)![0];
}

function span(all: readonly number[]): [number, number] {
  return [Math.min(...all), Math.max(...all)].map((seconds) => Math.round(seconds * 10) / 10) as [number, number];
}
