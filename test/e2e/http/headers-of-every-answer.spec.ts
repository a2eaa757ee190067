import { Holder } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let holder: Holder;
beforeAll(async () => {
  app = await TestApp.start({ PUBLIC_URL: 'https://events.example.org' }, { works: false });
  holder = await Holder.in(app, (await app.make.session(await app.make.event())).id);
});
afterAll(() => app[Symbol.asyncDispose]());

const some = async () => [
  await app.get('/api/v1/events'),
  await app.get('/api/v1/nope'),
  await app.get('/api/v1/events/%zz'),
  await app.get('/api/v1/admin/events'),
  await app.call('DELETE', '/api/v1/events'),
  await app.post('/api/v1/registrations', '{', { 'content-type': 'application/json' }),
  await app.get(new URL(holder.calendarUrl).pathname),
  await app.get('/'),
  await app.get('/nope'),
];

describe('every answer', () => {
  it('tells browsers to keep to what it says', async () => {
    for (const { headers } of await some()) {
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'none'") as string,
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'cross-origin-opener-policy': 'same-origin',
      });
    }
  });

  it('has an id of its own, whatever the caller calls it', async () => {
    const answers = await some();
    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(answers.length);
    const own = await app.get('/api/v1/events', { 'x-request-id': 'mine' });
    expect(own.headers.get('x-request-id')).not.toBe('mine');
  });

  it('names neither server nor framework, and lets no other site read it', async () => {
    for (const { headers } of await some()) {
      for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
        expect(headers.get(name)).toBeNull();
    }
  });

  it('about a person is kept by no cache', async () => {
    const key = await app.key();
    const personal = [
      await holder.view(),
      await app.get('/api/v1/admin/registrations', key),
      await app.get(new URL(holder.calendarUrl).pathname),
      await holder.change({ accessNeeds: 'x' }),
      await app.get(holder.path),
    ];
    for (const { headers } of personal) expect(headers.get('cache-control')).toBe('no-store');
  });

  it('of the programme may be kept if it is asked for again', async () => {
    expect((await app.get('/api/v1/events')).headers.get('cache-control')).toBe('no-cache');
  });
});
