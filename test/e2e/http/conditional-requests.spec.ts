import { Holder } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let reads: [string, Record<string, string>][];
let holder: Holder;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  const event = await app.make.event();
  const session = await app.make.session(event, { capacity: 10 });
  holder = await Holder.in(app, session.id);
  const [message] = await app.database.reader.query<{ id: string }[]>('SELECT id FROM messages');
  const key = await app.key();
  reads = [
    ['/api/v1/events', {}],
    [`/api/v1/events/${event.slug}`, {}],
    [holder.path, holder.headers],
    [new URL(holder.calendarUrl).pathname, {}],
    [`/api/v1/admin/events/${event.id}`, key],
    [`/api/v1/admin/sessions/${session.id}`, key],
    [`/api/v1/admin/registrations/${holder.id}`, key],
    [`/api/v1/admin/messages/${message!.id}`, key],
    ['/api/v1/openapi.json', {}],
  ];
});
afterAll(() => app[Symbol.asyncDispose]());

describe('a read', () => {
  it('carries a strong ETag that stays while nothing changes', async () => {
    for (const [path, headers] of reads) {
      const [first, second] = [await app.get(path, headers), await app.get(path, headers)];
      expect([path, first.status]).toEqual([path, 200]);
      expect(first.headers.get('etag')).toMatch(/^"(\d+\.)?[\w-]{20,}"$/);
      expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    }
  });

  it('is answered 304 and empty to who has it', async () => {
    for (const [path, headers] of reads) {
      const etag = (await app.get(path, headers)).headers.get('etag')!;
      for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const answer = await app.get(path, { ...headers, 'if-none-match': sent });
        expect([path, answer.status, answer.text, answer.headers.get('etag')]).toEqual([path, 304, '', etag]);
      }
    }
  });

  it('is answered in full to who has another', async () => {
    for (const [path, headers] of reads) {
      const etag = (await app.get(path, headers)).headers.get('etag')!;
      for (const sent of ['"other"', etag.slice(1, -1), '', `"x${etag.slice(1)}`]) {
        expect((await app.get(path, { ...headers, 'if-none-match': sent })).status).toBe(200);
      }
    }
  });

  it('by HEAD has the head of GET and no body', async () => {
    for (const [path, headers] of reads) {
      const [get, head] = [await app.get(path, headers), await app.call('HEAD', path, { headers })];
      expect([head.status, head.text]).toEqual([200, '']);
      for (const name of ['etag', 'content-type', 'content-length']) {
        expect([path, name, head.headers.get(name)]).toEqual([path, name, get.headers.get(name)]);
      }
      const etag = get.headers.get('etag')!;
      const again = await app.call('HEAD', path, { headers: { ...headers, 'if-none-match': etag } });
      expect(again.status).toBe(304);
    }
  });

  it('has another ETag after a change', async () => {
    const before = (await holder.view()).headers.get('etag')!;
    await holder.change({ accessNeeds: 'A seat.' });
    const after = await app.get(holder.path, { ...holder.headers, 'if-none-match': before });
    expect(after.status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(before);
  });

  it('that is refused has no ETag', async () => {
    const answer = await app.get('/api/v1/events/nope', { 'if-none-match': '*' });
    expect([answer.status, answer.headers.get('etag')]).toEqual([404, null]);
  });
});
