import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import { expectProblem } from '../../support/problems.js';
import { postHead, sendRaw } from '../../support/raw-http.js';
import { ORIGIN, Teammate } from '../../support/teammate.js';
import { type Answer, TestApp } from '../../support/test-app.js';

const IMPORTS = '/api/v1/admin/imports';
const FILES = [IMPORTS, '/api/v1/admin/inbound-mails', '/api/v1/admin/invitations/import'];
const CSV = 'content-type: text/csv';
const FILE = 'name,email,people\nMay Linden,may@example.org,1\n';
/** More than all that may come at once. */
const MANY = 12;

let app: TestApp;
let eventId: string;
beforeEach(async () => {
  app = await TestApp.start({ RATE_LIMITS: 'admin=500', TRUSTED_PROXIES: '127.0.0.1' }, { works: false });
  eventId = (await app.make.event()).id;
});
afterEach(() => app[Symbol.asyncDispose]());

/** Says that a file comes, and sends no more of it than a byte. */
class Slow {
  private text = '';

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (more: string) => (this.text += more));
    socket.on('error', () => {});
  }

  static begin(path: string, headers: Record<string, string> = {}, at = app): Slow {
    const { hostname, port } = new URL(at.url);
    const lines = Object.entries(headers).map((pair) => pair.join(': '));
    const head = [`POST ${path} HTTP/1.1`, 'host: x', CSV, 'content-length: 1000', ...lines];
    const slow = new Slow(connect(Number(port), hostname));
    slow.socket.write(`${head.join('\r\n')}\r\n\r\na`);
    return slow;
  }

  get status(): number | undefined {
    return this.text === '' ? undefined : Number(this.text.split(' ')[1]);
  }

  async hangUp(): Promise<void> {
    this.socket.destroy();
    if (!this.socket.closed) await once(this.socket, 'close');
  }
}

async function send(path: string, headers: Record<string, string>): Promise<Answer> {
  const query = path === IMPORTS ? `?eventId=${eventId}` : '';
  const sent = { ...headers, 'content-type': path.endsWith('mails') ? 'application/octet-stream' : 'text/csv' };
  const response = await fetch(app.url + path + query, { method: 'POST', headers: sent, body: FILE });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Answer['body'] };
}

const statusesOf = async (all: readonly Slow[]) => all.map(({ status }) => status);
const refusedOf = async (all: readonly Slow[]) => all.filter(({ status }) => status === 503).length;
const hangUp = (all: readonly Slow[]) => Promise.all(all.map((one) => one.hangUp()));

describe('a file that comes in', () => {
  it.each(FILES)('to %s is not kept out by strangers who send slowly, whatever they send along', async (path) => {
    const owner = await app.key();
    const strangers = Array.from({ length: MANY }, (_, n) =>
      Slow.begin(FILES[n % FILES.length]!, n % 2 ? { authorization: `Bearer ghk_${n}` } : {}),
    );
    await eventually(() => statusesOf(strangers), Array<number>(MANY).fill(401));
    expect((await send(path, owner)).status).not.toBe(503);
    await hangUp(strangers);
  });

  it('is answered 401 before it is there, and those count for the address they come from', async () => {
    await using strict = await app.beside({ RATE_LIMITS: 'admin=30' });
    const from = { 'x-forwarded-for': '203.0.113.7' };
    const strangers: Slow[] = [];
    for (const length of [15, 15, 1]) {
      strangers.push(...Array.from({ length }, () => Slow.begin(IMPORTS, from, strict)));
      await eventually(async () => (await statusesOf(strangers)).includes(undefined), false);
    }
    expect(await statusesOf(strangers)).toEqual([...Array<number>(30).fill(401), 429]);
    await hangUp(strangers);
    const head = postHead(IMPORTS, FILE, CSV, 'x-forwarded-for: 203.0.113.8');
    const answer = await sendRaw(strict.url, head, FILE);
    expectProblem(answer, 401, 'unauthorized');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('counts once, for who sends it', async () => {
    const answer = await send(IMPORTS, await app.key());
    expect([answer.status, answer.headers.get('ratelimit')]).toEqual([201, expect.stringMatching(/^"admin";r=499;/)]);
  });

  it('is kept out by no other caller, however slow they are', async () => {
    const slow = await app.key();
    const all = Array.from({ length: MANY }, () => Slow.begin(IMPORTS, slow));
    await eventually(() => refusedOf(all), MANY - 4);
    expectProblem(await send(IMPORTS, slow), 503, 'busy');
    expect((await send(IMPORTS, await app.key())).status).toBe(201);
    // By cookie, at two browsers, it is one caller as well.
    const mate = await Teammate.signedIn(app);
    const other = mate.elsewhere();
    await other.signIn();
    const cookies = [mate, other].map(({ jar }) => ({ ...jar.header, origin: ORIGIN }));
    const more = Array.from({ length: MANY }, (_, n) => Slow.begin(IMPORTS, cookies[n % 2]));
    await eventually(() => refusedOf(more), MANY - 4);
    await hangUp([...all, ...more]);
    await eventually(async () => (await send(IMPORTS, slow)).status, 201);
  });

  it('leaves its place when its sender hangs up, at whatever moment', async () => {
    const key = await app.key();
    for (let turn = 0; turn < 24; turn++) {
      const one = Slow.begin(IMPORTS, key);
      await sleep(turn % 6);
      await one.hangUp();
    }
    await eventually(async () => (await send(IMPORTS, key)).status, 201);
  });
});
