import { createServer } from 'node:http';
import type { LookupAddress } from 'node:dns';
import type { AddressInfo } from 'node:net';
import { isPublic, Targets, WebhookPost } from '#webhooks';

const PRIVATE = [
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.8.8.8', '169.254.169.254'],
  ...['172.16.0.1', '172.31.255.255', '192.0.0.192', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
  ...['168.63.129.16', '::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', 'fec0::1'],
  ...['::ffff:127.0.0.1', '::ffff:a00:1', '::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b::10.0.0.1', '64:ff9b:1::1'],
  ...['2002:7f00:1::', '2001::1', '2001:db8::1', 'x', ''],
];
const PUBLIC = ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:1.1.1.1', '64:ff9b::101:101'];

it.each(PRIVATE)('%p is no address on the public internet', (address) => {
  expect(isPublic(address)).toBe(false);
});

it.each(PUBLIC)('%p is one', (address) => {
  expect(isPublic(address)).toBe(true);
});

const resolveTo =
  (...addresses: string[]) =>
  (): Promise<LookupAddress[]> =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

describe('an address that is given for a webhook', () => {
  it.each([
    'http://example.org/',
    'https://localhost/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://169.254.169.254/latest/meta-data',
  ])('is refused: %s', async (url) => {
    const refusal = new Targets(false).check(url);
    await expect(refusal).rejects.toMatchObject({
      status: 422,
      errors: [{ pointer: '/url', code: 'target_not_allowed' }],
    });
  });

  it('is refused if one of the addresses of its name is private', async () => {
    await expect(new Targets(false, resolveTo('1.1.1.1', '10.0.0.1')).check('https://x.example/')).rejects.toThrow();
    await expect(new Targets(false, resolveTo('1.1.1.1')).check('https://x.example/')).resolves.toBeUndefined();
  });

  it('may have a name that has no address yet', async () => {
    const none = () => Promise.reject(new Error('ENOTFOUND'));
    await expect(new Targets(false, none).check('https://x.example/')).resolves.toBeUndefined();
  });

  it('may be anything where the settings allow it', async () => {
    await expect(new Targets(true).check('http://127.0.0.1:9/')).resolves.toBeUndefined();
  });
});

describe('a connection', () => {
  let port: number;
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    if (request.url === '/silent') return;
    if (request.url === '/moved') return void response.writeHead(302, { location: '/other' }).end();
    if (request.url === '/endless') {
      response.writeHead(200);
      const more = setInterval(() => response.write('x'.repeat(100_000)), 1);
      response.on('close', () => {
        clearInterval(more);
        closed();
      });
      return;
    }
    response.writeHead(204).end();
  });
  let closed = () => {};
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    ({ port } = server.address() as AddressInfo);
  });
  beforeEach(() => {
    requests = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('does not go where a name leads that meant something else when it was looked at', async () => {
    let looked = 0;
    const targets = new Targets(false, () => resolveTo(looked++ === 0 ? '1.1.1.1' : '127.0.0.1')());
    await targets.check(`https://rebound.example:${port}/`);
    const outcome = await new WebhookPost(targets).send(`http://rebound.example:${port}/`, {}, '{}');
    expect([looked, outcome.arrived, outcome.error, requests]).toEqual([
      2,
      false,
      expect.stringContaining('public'),
      0,
    ]);
    // What would have happened without.
    const careless = await new WebhookPost(new Targets(true, resolveTo('127.0.0.1'))).send(
      `http://rebound.example:${port}/`,
      {},
      '{}',
    );
    expect([careless.arrived, requests]).toEqual([true, 1]);
  });

  it.each(['127.0.0.1', '[::ffff:127.0.0.1]', '[::1]'])(
    'does not go to an address that is private: %s',
    async (host) => {
      const outcome = await new WebhookPost(new Targets(false)).send(`http://${host}:${port}/`, {}, '{}');
      expect([outcome.arrived, outcome.error, requests]).toEqual([false, expect.stringContaining('public'), 0]);
    },
  );

  const post = new WebhookPost(new Targets(true), 15_000);

  it('is given up when nobody answers', async () => {
    const impatient = new WebhookPost(new Targets(true), 300);
    const outcome = await impatient.send(`http://127.0.0.1:${port}/silent`, {}, '{}');
    expect(outcome).toMatchObject({ arrived: false, status: null, error: 'There was no answer for 0.3 seconds.' });
  });

  it('follows no redirect', async () => {
    const outcome = await post.send(`http://127.0.0.1:${port}/moved`, {}, '{}');
    expect([outcome.arrived, outcome.status, requests]).toEqual([false, 302, 1]);
  });

  it('reads no more than a little of an answer', async () => {
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    expect(await post.send(`http://127.0.0.1:${port}/endless`, {}, '{}')).toMatchObject({
      arrived: true,
      status: 200,
    });
    await isClosed;
  });

  it('tells why it was not made', async () => {
    expect(await post.send('http://127.0.0.1:1/', {}, '{}')).toMatchObject({
      error: 'It could not be reached: ECONNREFUSED.',
    });
  });
});
