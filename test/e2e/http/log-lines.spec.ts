import { setTimeout as sleep } from 'node:timers/promises';
import { QueryFailedError } from 'typeorm';
import { Jobs } from '#jobs';
import { managing, TestApp } from '../../support/test-app.js';
import { plainError, withoutTokens } from '../../../apps/server/src/logging.js';

const TOKEN = 'AaIE5jmucMSKU1UHmV0TCPtNlQeWcZEtaRJy78M1gBg';

describe('what the log says of an error', () => {
  it('is where and why, without the parameters of the statement', () => {
    const cause = Object.assign(new Error('duplicate key value violates unique constraint "places_pkey"'), {
      code: '23505',
      constraint: 'places_pkey',
      detail: 'Key (email_key)=(ada@example.org) already exists.',
    });
    const line = JSON.stringify(plainError(new QueryFailedError('INSERT …', ['Ada Birch', 'ada@example.org'], cause)));
    expect(line).toContain('"code":"23505"');
    expect(line).toContain('places_pkey');
    expect(line).not.toMatch(/Ada Birch|example\.org/);
  });

  it('holds no token, no address and nothing that was quoted', () => {
    const error = Object.assign(new TypeError(`Invalid URL "Ada Birch" for ada@example.org at /manage/${TOKEN}`), {
      input: `http://x/manage/${TOKEN}`,
    });
    const line = JSON.stringify(plainError(error));
    expect(line).not.toContain(TOKEN);
    expect(line).not.toMatch(/Ada Birch|example\.org/);
  });
});

it('log lines name a page without its token and its query', () => {
  expect(withoutTokens(`/manage/${TOKEN}/move?name=Ada`)).toBe('/manage/…/move');
});

describe('the log of a house at work', () => {
  interface Line {
    readonly msg?: string;
    readonly req?: { readonly id: string };
    readonly jobId?: string;
    readonly queue?: string;
  }

  it('names the request or the job in every line, and nobody', async () => {
    await using app = await TestApp.start({ SMTP_URL: 'smtp://127.0.0.1:1' });
    const owner = await app.key('owner');
    const session = await app.make.session(await app.make.event());
    const lines = app.log();
    const registered = await app.register(session.id, { name: 'Ada Birch', email: 'ada@example.org' });
    const headers = managing(registered.body);
    await app.get(`/manage/${headers['authorization']!.split(' ')[1]}`);
    await app.get('/api/v1/admin/registrations?q=Ada%20Birch', owner);
    // Something breaks in the middle of a request, and in a job.
    await app.database.reader.query('ALTER TABLE registrations RENAME COLUMN contact_name TO gone');
    const failed = await app.register(session.id, { name: 'Tom Birch', email: 'tom@example.org' });
    expect(failed.status).toBe(500);
    await app.database.transaction((tx) =>
      app
        .service(Jobs)
        .enqueue(tx, 'notice.send', [{ messages: [{ eventId: session.eventId, messageId: session.id }] }]),
    );
    await app.database.reader.query('ALTER TABLE messages RENAME COLUMN recipient TO gone');
    while (!lines.some((line) => line.includes('A job of'))) await sleep(50);
    const read = lines.map((line) => JSON.parse(line) as Line);
    expect(read.length).toBeGreaterThan(5);
    expect(read.filter((line) => !line.req?.id && !line.jobId)).toEqual([]);
    const problem = read.find(({ msg }) => msg === 'A request failed.');
    expect(problem?.req?.id).toBe(failed.headers.get('x-request-id'));
    expect(lines.join('')).not.toMatch(/Ada|Tom|Birch|example\.org|ghk_/);
    expect(lines.join('')).not.toContain(headers['authorization']!.split(' ')[1]);
  });
});
