import { connect, type Socket } from 'node:net';
import { type BesiegedServer, look, besiege } from './support/besieged-server.js';
import { register } from './support/load.js';

let house: BesiegedServer;
let others = 0;
beforeAll(async () => {
  house = await besiege();
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());
afterEach(async () => {
  expect((await look(`${house.url}/health/live`)).status).toBe(200);
  const load = { url: house.url, sessionId: house.session.id, patience: 5000, seconds: 0.3, connections: 2 };
  const outcome = await register({ ...load, name: `other-${++others}` });
  expect(Object.keys(outcome.counts)).toEqual(['201']);
});

const POST = 'POST /api/v1/registrations HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
const LARGE = 'x'.repeat(16 * 1024);

describe('bytes that nobody sends in good faith are refused and the connection is closed:', () => {
  it.each([
    ['a header of 100 KB', [`GET / HTTP/1.1\r\nhost: x\r\nx-large: ${LARGE.repeat(6)}\r\n\r\n`], 431],
    ['header lines without end', ['GET / HTTP/1.1\r\nhost: x\r\n', forever('x-more: and more\r\n')], 431],
    ['a request line without end', ['GET /', forever('events/')], 431],
    ['a body that says it is too long', [`${POST}content-length: 70000\r\n\r\n`], 413],
    [
      'a body in pieces without end',
      [`${POST}transfer-encoding: chunked\r\n\r\n`, forever(`4000\r\n${LARGE}\r\n`)],
      413,
    ],
    ['garbage', ['\x16\x03\x01 this is not HTTP \r\n\r\n'], 400],
    ['two lengths of one body', [`${POST}content-length: 5\r\ncontent-length: 6\r\n\r\n{}   `], 400],
  ] as const)('%s', async (_, texts, status) => {
    const { answer } = await send(texts);
    // Where more bytes come in than are read, the reset of the connection may overtake the answer.
    const overtaken = answer === '' && texts.some((text) => typeof text !== 'string');
    if (overtaken) return;
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('connection: close');
  });

  it('garbage behind a good request', async () => {
    const good = 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n';
    const { answer } = await send([good, 'and now for something different\r\n\r\n']);
    expect(answer).toContain('HTTP/1.1 400 ');
  });
});

interface Endless {
  readonly again: string;
}

function forever(text: string): Endless {
  return { again: text.repeat(Math.ceil(LARGE.length / text.length)) };
}

/** Sends the texts, the endless one until the connection is closed; fails where that takes more than some megabytes. */
function send(texts: readonly (string | Endless)[]): Promise<{ answer: string }> {
  const { hostname, port } = new URL(house.url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (bytes) => (answer += bytes.toString()));
  for (const text of texts) {
    if (typeof text === 'string') socket.write(text);
    else void pour(socket, text.again);
  }
  return new Promise((resolve, reject) => {
    socket.on('error', () => {}); // a server that closes while bytes come in resets the connection
    socket.once('close', () => {
      if (socket.bytesWritten < 20_000_000) resolve({ answer });
      else reject(new Error(`It took ${socket.bytesWritten} bytes.`));
    });
  });
}

/** As much as the other side takes: what waits here for a server that is slow to say no, it has not taken. */
async function pour(socket: Socket, text: string): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve));
  while (!socket.destroyed && socket.bytesWritten < 20_000_000) {
    if (!socket.write(text)) await Promise.race([closed, new Promise((resolve) => socket.once('drain', resolve))]);
  }
  socket.destroy();
}
