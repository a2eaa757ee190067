import { get, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { strictFaults } from '#calendar';
import { Bell } from '#changes';
import { Feeds } from '#feeds';
import type { Event, Session } from '#programme';
import { Secrets, signedId } from '#kernel';
import { EmailCheck, Links, LostLinks } from '#registration';
import { calendarIn, deliver } from '../../support/delivery.js';
import { Holder } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  // It would tell the feeds to forget every few seconds; here they forget when a test says so.
  await app.service(Bell).beforeApplicationShutdown();
  event = await app.make.event({ title: 'Open day' });
  session = await app.make.session(event);
});
afterAll(() => app[Symbol.asyncDispose]());

/** The bytes as they come, not unpacked by the client. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(app.url + path, { method, headers: { 'accept-encoding': 'identity', ...headers } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const entries = (text: string) => (text.match(/^BEGIN:VEVENT\r$/gm) ?? []).length;
/** Something changed, and the bell that says so has rung. */
async function changed(sql: string, values: unknown[] = []): Promise<void> {
  await app.database.reader.query(sql, values);
  app.service(Feeds).forget();
}
const ALL = '/calendar/all.ics';

describe('the public feed', () => {
  it('is a calendar by the letter, with a name and each session', async () => {
    const { status, headers, text } = await ask(ALL);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(strictFaults(text)).toEqual([]);
    expect(text).toContain(`UID:${session.id}\r\n`);
    expect(text).toContain('SUMMARY:Open day\r\n');
  });

  it('of a programme and of a venue holds theirs alone', async () => {
    const other = await app.make.event({ title: 'Elsewhere' });
    await app.make.session(other);
    app.service(Feeds).forget();
    expect(entries((await ask(ALL)).text)).toBe(2);
    for (const path of [`/calendar/${event.slug}.ics`, `/calendar/venues/${event.slug}.ics`]) {
      const { text } = await ask(path);
      expect([entries(text), text.includes('Elsewhere')]).toEqual([1, false]);
    }
    expect((await ask('/calendar/nothing.ics')).status).toBe(404);
    expect((await ask('/calendar/venues/nothing.ics')).status).toBe(404);
  });

  it('is the same bytes until something changes, and then has another ETag and a higher SEQUENCE', async () => {
    const [first, second] = [await ask(ALL), await ask(ALL)];
    expect(second.text).toBe(first.text);
    await changed(
      `UPDATE sessions SET ends_at = ends_at + interval '1 hour', version = version + 1, updated_at = now() + interval '1 hour'
                   WHERE id = $1`,
      [session.id],
    );
    const third = await ask(ALL);
    expect(third.headers.get('etag')).not.toBe(first.headers.get('etag'));
    const sequence = (text: string) => Number(new RegExp(`UID:${session.id}\r\nSEQUENCE:(\\d+)`).exec(text)![1]);
    expect(sequence(third.text)).toBeGreaterThan(sequence(first.text));
  });

  it('is read from memory until it is forgotten', async () => {
    const before = (await ask(ALL)).text;
    await app.database.reader.query(
      `UPDATE events SET title = $1, version = version + 1, updated_at = now() + interval '2 hours' WHERE id = $2`,
      ['Another name', event.id],
    );
    expect((await ask(ALL)).text).toBe(before);
    app.service(Feeds).forget();
    expect((await ask(ALL)).text).toContain('SUMMARY:Another name');
  });

  it('answers 304 to who has it, in whatever packing, by a list, weakly or by time', async () => {
    const { headers } = await ask(ALL);
    const etag = headers.get('etag')!;
    const packed = (await ask(ALL, { 'accept-encoding': 'gzip' })).headers.get('etag')!;
    const modified = headers.get('last-modified')!;
    const known = [etag, `W/${etag}`, `"x", ${etag}`, '*', packed].map((tag) => ({ 'if-none-match': tag }));
    for (const condition of [...known, { 'if-modified-since': modified }]) {
      const answer = await ask(ALL, condition);
      expect([condition, answer.status, answer.text]).toEqual([condition, 304, '']);
    }
    const older = new Date(Date.parse(modified) - 1000).toUTCString();
    const others: Record<string, string>[] = [
      { 'if-none-match': '"x"' },
      { 'if-modified-since': older },
      { 'if-none-match': '"x"', 'if-modified-since': modified },
    ];
    for (const condition of others) {
      expect((await ask(ALL, condition)).status).toBe(200);
    }
  });

  it('is packed for who takes that, with an ETag of its own, and unpacks to the same bytes', async () => {
    const plain = await ask(ALL);
    const etags = new Set<string>([plain.headers.get('etag')!]);
    for (const [packing, unpack] of [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      const { headers, bytes } = await packed(packing);
      expect([headers['content-encoding'], headers.vary]).toEqual([packing, 'Accept-Encoding']);
      expect(unpack(bytes).toString()).toBe(plain.text);
      etags.add(headers.etag!);
    }
    expect(etags.size).toBe(3);
    expect((await ask(ALL, { 'accept-encoding': 'gzip;q=0, br;q=0.0' })).headers.get('content-encoding')).toBeNull();
  });

  it('answers HEAD like GET, OPTIONS to other sites, and nothing else', async () => {
    const [whole, head] = [await ask(ALL), await ask(ALL, {}, 'HEAD')];
    for (const name of ['etag', 'last-modified', 'content-type', 'content-length', 'vary']) {
      expect([name, head.headers.get(name)]).toEqual([name, whole.headers.get(name)]);
    }
    expect(head.text).toBe('');
    const options = await ask(ALL, {}, 'OPTIONS');
    expect([options.status, options.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    const post = await ask(ALL, {}, 'POST');
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('shows what is called off by a deed that began before another one and committed after it', async () => {
    const off = await app.make.session(event);
    const [began, beganLater] = ['2029-01-01T10:00:00Z', '2029-01-01T10:00:05Z'];
    let commit = () => {};
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    let written = () => {};
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const long = app.database.transaction(async (tx) => {
      await tx.query(`UPDATE sessions SET status = 'cancelled', version = version + 1, updated_at = $2 WHERE id = $1`, [
        off.id,
        began,
      ]);
      written();
      await mayCommit;
    });
    await isWritten;
    await changed(`UPDATE sessions SET room = 'Hall', version = version + 1, updated_at = $2 WHERE id = $1`, [
      session.id,
      beganLater,
    ]);
    const between = await ask(ALL);
    expect(between.text).not.toContain('STATUS:CANCELLED');
    commit();
    await long;
    app.service(Feeds).forget();
    expect((await ask(ALL)).text).toMatch(new RegExp(`UID:${off.id}[\\s\\S]*?STATUS:CANCELLED`));
    const since = { 'if-modified-since': between.headers.get('last-modified')! };
    expect((await ask(ALL, since)).status).toBe(200);
    await changed(`UPDATE sessions SET version = version + 1, updated_at = now() WHERE id = ANY($1)`, [
      [off.id, session.id],
    ]);
  });

  it('keeps what is cancelled, as cancelled, until its day is over', async () => {
    await changed(`UPDATE sessions SET status = 'cancelled', version = version + 1, updated_at = now() WHERE id = $1`, [
      session.id,
    ]);
    const { text } = await ask(ALL);
    expect(text).toMatch(new RegExp(`UID:${session.id}[\\s\\S]*?SUMMARY:Cancelled: [\\s\\S]*?STATUS:CANCELLED`));
    expect(strictFaults(text)).toEqual([]);
    app.clock.travel({ days: 40 });
    app.service(Feeds).forget();
    expect((await ask(ALL)).text).not.toContain(session.id);
    app.clock.travel({ days: -40 });
    await changed(`UPDATE sessions SET status = 'scheduled', version = version + 1 WHERE id = $1`, [session.id]);
  });

  it('holds no draft, nothing by invitation alone, nobody and no address to answer to', async () => {
    const draft = await app.make.event({ status: 'draft', title: 'A draft' });
    await app.make.session(draft);
    const invited = await app.make.session(event, { title: 'A reception', capacity: 10 });
    await app.database.reader.query(`UPDATE pools SET audience = 'invited' WHERE session_id = $1`, [invited.id]);
    await Holder.in(app, session.id, { name: 'Ada Birch', email: 'ada@example.org' });
    app.service(Feeds).forget();
    const { text } = await ask(ALL);
    expect(text).not.toMatch(/A draft|A reception|Ada|ada@|rsvp|ATTENDEE|left|available/);
  });
});

describe('the personal feed', () => {
  const own = (id: string, email: string) => new URL(app.service(Links).feedUrl(id, email)).pathname;
  /** The links to it in the mails that go out now about a registration, each with who gets it. */
  const mailed = async (id: string) =>
    (await deliver(app, id)).map((mail) => {
      const { to, parsed } = mail;
      const found = /https?:\/\/\S+(\/calendar\/own\/\S+\.ics)/.exec(parsed.text!)?.[1];
      if (found) expect(String(parsed.html)).toContain(found);
      expect(calendarIn(mail) ?? '').not.toContain('/calendar/own/');
      return { to: to.join(), path: found };
    });

  it('follows all places under one address, and nobody else’s', async () => {
    const second = await app.make.session(event, { startsAt: new Date(session.startsAt.getTime() + 86_400_000) });
    const [first] = [
      await Holder.in(app, session.id, { email: 'bea@example.org', name: 'Bea' }),
      await Holder.in(app, second.id, { email: 'BEA@example.org', name: 'Bea', partySize: 2 }),
      await Holder.in(app, second.id, { email: 'tom@example.org' }),
    ];
    const { status, headers, text } = await ask(own(first.id, 'bea@example.org'));
    expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
    expect(entries(text)).toBe(2);
    expect(text).toContain('2 places\\, reference GH-');
    expect(strictFaults(text)).toEqual([]);
    await first.cancel();
    expect(entries((await ask(own(first.id, 'bea@example.org'))).text)).toBe(1);
  });

  it('is told of by mail alone: in the confirmation, with a change, and when the link was lost', async () => {
    const email = 'flo@example.org';
    const holder = await Holder.in(app, session.id, { email, partySize: 2 });
    const [confirmation] = await mailed(holder.id);
    expect(confirmation).toEqual({ to: email, path: own(holder.id, email) });
    expect((await holder.change({ partySize: 1 })).status).toBe(200);
    expect(await mailed(holder.id)).toEqual([confirmation]);
    app.clock.travel({ minutes: 11 });
    await app.service(LostLinks).send(email);
    expect(await mailed(holder.id)).toEqual([confirmation]);
    expect(entries((await ask(confirmation!.path!)).text)).toBe(1);
  });

  it('is nothing that a stranger gets who gives somebody else’s address', async () => {
    const memorial = await app.make.event({ title: 'Memorial for the bereaved', confirmation: 'by-email' });
    const hour = await app.make.session(memorial);
    const victim = await app.register(hour.id, { email: 'gil@example.org' });
    await app.service(EmailCheck).confirm(String(victim.body['id']));
    const stranger = await Holder.in(app, session.id, { email: 'gil@example.org' });
    const team = await Team.as(app);
    const seen = await Promise.all([
      stranger.view(),
      stranger.change({ contact: { name: 'Somebody' } }),
      app.get(`/manage/${app.service(Links).token('manage', stranger.id)}`),
      team.get(`registrations/${stranger.id}`),
      team.get(`registrations?q=gil`),
    ]);
    for (const { status, text } of seen) expect([status, text.includes('/calendar/own/')]).toEqual([200, false]);
    // Signed for the registration alone, as the links once were.
    const token = signedId(app.service(Secrets), 'feed', stranger.id);
    expect((await ask(`/calendar/own/${token}.ics`)).status).toBe(401);
  });

  it('ends with the address that it was mailed to; the new one gets its own', async () => {
    await Holder.in(app, session.id, { email: 'hal@example.org' });
    const other = await app.make.session(event);
    const stranger = await Holder.in(app, other.id, { email: 'ida@example.org' });
    const [{ path: before } = {}] = await mailed(stranger.id);
    // Queued for the address that it has still, and sent when it has another.
    await stranger.change({ contact: { name: 'Ida Ash' } });
    await stranger.change({ contact: { email: 'hal@example.org' } });
    const links = await mailed(stranger.id);
    const toOthers = links.filter(({ to }) => to !== 'hal@example.org');
    for (const path of [before, ...toOthers.map((one) => one.path)]) {
      if (path) expect((await ask(path)).status).toBe(401);
    }
    const its = links.find(({ to }) => to === 'hal@example.org')!;
    expect(entries((await ask(its.path!)).text)).toBe(2);
  });

  it('keeps what was called off, as cancelled, and nothing that was given up', async () => {
    const team = await Team.as(app);
    const [off, on] = [await app.make.session(event), await app.make.session(event)];
    const email = 'eve@example.org';
    const holder = await Holder.in(app, off.id, { email });
    const other = await Holder.in(app, on.id, { email });
    await team.post(`sessions/${off.id}/cancel`, { reason: 'A storm is coming.' });
    await other.cancel();
    const { text } = await ask(own(holder.id, 'eve@example.org'));
    expect(entries(text)).toBe(1);
    expect(text).toMatch(/SUMMARY:Cancelled: [\s\S]*STATUS:CANCELLED/);
    expect(strictFaults(text)).toEqual([]);
  });

  it('shows neither the UID of the mails, nor a name, nor a link that opens anything', async () => {
    const holder = await Holder.in(app, session.id, { email: 'cid@example.org', name: 'Cid' });
    const [row] = await app.database.reader.query<{ calendar_uid: string }[]>(
      'SELECT calendar_uid FROM registrations WHERE id = $1',
      [holder.id],
    );
    const { text } = await ask(own(holder.id, 'cid@example.org'));
    for (const secret of [row!.calendar_uid, holder.id, 'Cid', 'cid@', '/manage/']) expect(text).not.toContain(secret);
  });

  it('opens with its own token alone', async () => {
    const email = 'joe@example.org';
    const holder = await Holder.in(app, session.id, { email });
    const links = app.service(Links);
    expect((await ask(`/calendar/own/${links.token('calendar', holder.id)}.ics`)).status).toBe(401);
    expect((await ask(own(holder.id, email))).status).toBe(200);
    expect((await ask(own(holder.id, email).replace('.ics', 'A.ics'))).status).toBe(401);
    expect((await ask(own(holder.id, 'other@example.org'))).status).toBe(401);
  });
});

/** As it comes over the wire; `fetch` would unpack it. */
function packed(packing: string): Promise<{ headers: IncomingHttpHeaders; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = get(app.url + ALL, { headers: { 'accept-encoding': packing } }, (response) => {
      buffer(response).then((bytes) => resolve({ headers: response.headers, bytes }), reject);
    });
    request.on('error', reject);
  });
}
