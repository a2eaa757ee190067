import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { prepareDatabase, type Settings } from '#composition';
import { parseConfiguration } from '#kernel';
import { BuiltInMailbox, composeMail, MailboxTransport } from '#mail';
import { createServer } from '../../apps/server/src/create-server.js';
import { LoopbackOnly } from '../../apps/standalone/src/mailbox/loopback.guard.js';
import { StandaloneModule } from '../../apps/standalone/src/standalone.module.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { addresses, letter, REQUEST } from './post-office.js';

let app: NestFastifyApplication;
let database: TestDatabase;
let folder: string;
let url: string;
let mailbox: BuiltInMailbox;
let id: string;

beforeAll(async () => {
  database = await freshDatabase();
  await prepareDatabase(database.url);
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-mailbox-'));
  const own = {
    DATABASE_URL: database.url,
    PUBLIC_URL: 'http://localhost:3000',
    SECRET_KEYS: ['a test key of thirty-two characters'],
  };
  const environment = { DATA_DIR: folder, LOG_LEVEL: 'silent' };
  const settings: Settings = { ...parseConfiguration(environment), ...own };
  app = await createServer(StandaloneModule.from(settings), settings);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  mailbox = app.get(BuiltInMailbox, { strict: false });
  await keep({ subject: 'The first', text: 'Follow https://events.example/manage/abc\n', calendar: REQUEST });
  id = (await mailbox.list())[0]!;
});
afterAll(async () => {
  await app.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function keep(change: Parameters<typeof letter>[0]): Promise<void> {
  await new MailboxTransport(mailbox).deliver(
    composeMail(letter(change), addresses(), new Date('2027-06-01T09:00:00Z')),
  );
}

/** Not fetch, which does not let a caller choose Host. */
function answer(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; text: string }> {
  return new Promise((resolve, reject) => {
    get(url + path, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          headers: new Headers(response.headers as Record<string, string>),
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    }).on('error', reject);
  });
}

describe('the mailbox page', () => {
  it('lists the mails with subject, recipient and time, newest first', async () => {
    await keep({ subject: 'The second' });
    const { status, text } = await answer('/mailbox');
    expect(status).toBe(200);
    expect(text).toMatch(/The second.*The first/s);
    expect(text).toContain('ada@example.org');
    expect(text).toContain('2027-06-01 09:00:00 UTC');
    expect(text).toContain(`href="/mailbox/${id}"`);
  });

  it('shows a mail: its parts, its calendar entry in words, its headers', async () => {
    const { text } = await answer(`/mailbox/${id}`);
    expect(text).toContain('<h1><bdi>The first</bdi></h1>');
    expect(text).toContain('<a href="https://events.example/manage/abc" rel="noreferrer">');
    expect(text).toContain(`sandbox="" src="/mailbox/${id}/html"`);
    expect(text).toContain('Invitation or update (REQUEST)');
    expect(text).toContain('Orchids, ferns; café 🌺');
    expect(text).toContain('Auto-Submitted: auto-generated');
  });

  it('gives the mail byte for byte', async () => {
    const { headers, text } = await answer(`/mailbox/${id}/mail.eml`);
    expect(text).toBe((await mailbox.read(id))!.toString());
    expect(headers.get('content-type')).toBe('message/rfc822');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${id}.eml"`);
  });

  it('shows the HTML of a mail as that of a stranger', async () => {
    const { headers, text } = await answer(`/mailbox/${id}/html`);
    expect(text).toContain('<p>Your 2 places are confirmed.</p>');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
    );
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });

  it('runs no script, whatever a mail says', async () => {
    await keep({ subject: '<script>alert(1)</script>', text: '<script>alert(2)</script>' });
    const [newest] = await mailbox.list();
    for (const path of ['/mailbox', `/mailbox/${newest}`]) {
      const { headers, text } = await answer(path);
      expect(text).not.toContain('<script');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'; (?!.*script-src)/);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('shows a calendar part that nobody can read as it is', async () => {
    await keep({ calendar: 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nATTENDEE;CN="broken:\r\n' });
    const [newest] = await mailbox.list();
    const { status, text } = await answer(`/mailbox/${newest}`);
    expect(status).toBe(200);
    expect(text).toContain('CN=&quot;broken:');
  });

  it.each(['/mailbox/nothing', '/mailbox/..%2fsecret-key', '/mailbox/01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f/html'])(
    'has nothing at %s',
    async (path) => {
      expect((await answer(path)).status).toBe(404);
    },
  );
});

describe('somebody who is not at this machine', () => {
  it.each([
    ['behind a proxy', { 'X-Forwarded-For': '192.0.2.7' }],
    ['behind a proxy that claims to be here', { 'X-Forwarded-For': '127.0.0.1' }],
    ['behind a proxy that follows RFC 7239', { Forwarded: 'for=127.0.0.1' }],
    ['by another name of this machine', { Host: 'evil.example' }],
  ])('finds no mailbox: %s', async (_, headers) => {
    for (const path of ['/mailbox', `/mailbox/${id}`, `/mailbox/${id}/mail.eml`]) {
      expect((await answer(path, headers)).status).toBe(404);
    }
  });

  it.each([
    ['127.0.0.1', true],
    ['::ffff:127.0.0.1', true],
    ['::1', true],
    ['192.168.1.20', false],
    ['::ffff:10.0.0.1', false],
    ['fe80::1', false],
    ['1127.0.0.1', false],
    [undefined, false],
  ])('is known by the socket: %s', (remoteAddress, here) => {
    const raw = { socket: { remoteAddress }, headers: { host: 'localhost:3000' } };
    const context = { switchToHttp: () => ({ getRequest: () => ({ raw }) }) } as unknown as ExecutionContext;
    const guard = new LoopbackOnly();
    if (here) expect(guard.canActivate(context)).toBe(true);
    else expect(() => guard.canActivate(context)).toThrow('There is no such page.');
  });
});
