import { InboundPost } from '#replies';
import type { Event } from '#programme';
import { deliver } from '../../support/delivery.js';
import { Holder } from '../../support/holder.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

const LONG = 'We are looking forward to it. '.repeat(12_000);

let app: TestApp;
let event: Event;
let to: string;
let holder: Holder;
let contacts = 0;
beforeAll(async () => {
  app = await TestApp.start({ REPLY_ADDRESS: 'rsvp@events.example.org' }, { works: true });
});
beforeEach(async () => {
  event = await app.make.event({ contactEmail: `garden-${++contacts}@example.org` });
  const person = nextPerson();
  holder = await Holder.in(app, (await app.make.session(event)).id, person);
  const [invitation] = await app.mail.to(person.email);
  to = invitation!.parsed.replyTo!.value[0]!.address!;
});
afterAll(() => app[Symbol.asyncDispose]());

/** Comes in as a guest's program writes it. */
const comesIn = (lines: readonly string[], mime: readonly string[] = ['Content-Type: text/plain; charset=utf-8']) =>
  app.service(InboundPost).receive({
    raw: Buffer.from(
      ['From: Ann <ann@client.example>', `To: ${to}`, 'Subject: A question', ...mime, '', ...lines, ''].join('\r\n'),
    ),
    source: 'smtp',
  });
async function sentOn() {
  const [mail] = await app.mail.to(event.contactEmail);
  return { ...mail!, words: mail!.parsed.text!.replace(/\s+/g, ' ') };
}
const mixed = (text: readonly string[], bytes: number) => [
  '--m',
  ...text,
  '--m',
  'Content-Type: image/jpeg; name=dog.jpg',
  'Content-Disposition: attachment; filename=dog.jpg',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.alloc(bytes, 7).toString('base64').replace(/.{76}/g, '$&\r\n'),
  '--m--',
];
const MIXED = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=m'];
const ASKING = ['Content-Type: text/plain', '', 'May I bring my dog?'];

describe('what a guest writes by hand', () => {
  it('goes to the contact of the event, and an answer goes to the guest', async () => {
    expect(await comesIn(['May I bring my dog?'])).toBe('for-people');
    const { parsed, words } = await sentOn();
    expect(parsed.replyTo!.value[0]!.address).toBe('ann@client.example');
    expect(words).toContain('May I bring my dog?');
    expect(words).toContain(holder.reference);
    expect(words).not.toMatch(/left out|large/);
    expect((await holder.view()).body['state']).toBe('confirmed');
  });

  it('goes on without files that are attached, and says so', async () => {
    expect(await comesIn(mixed(ASKING, 20_000), MIXED)).toBe('for-people');
    const { parsed, words } = await sentOn();
    expect(words).toMatch(/May I bring my dog\? A file that was attached is left out here\. If you need more/);
    expect(parsed.attachments).toEqual([]);
  });

  it('is read as HTML where there is nothing else', async () => {
    await comesIn(['<p>May I bring <b>my dog</b>?</p><script>alert(1)</script>'], ['Content-Type: text/html']);
    const { words, raw } = await sentOn();
    expect(words).toContain('May I bring my dog?');
    expect(raw).not.toContain('alert(1)');
  });

  it('goes on by its beginning where it is larger than is read, at a bounded cost', async () => {
    expect(await comesIn(mixed(ASKING, 4_000_000), MIXED)).toBe('for-people');
    const { words, raw, parsed } = await sentOn();
    expect(words).toMatch(/May I bring my dog\? This mail was large \(5\.2 MB\), so only its beginning was read/);
    expect([raw.length < 40_000, parsed.attachments]).toEqual([true, []]);
    const [row] = await app.database.reader.query<{ bytes: number; kept: number }[]>(
      'SELECT bytes, length(raw) AS kept FROM inbound_mails ORDER BY id DESC LIMIT 1',
    );
    expect(row!.bytes).toBeGreaterThan(5_000_000);
    expect(row!.kept).toBeLessThan(600_000);
  });

  it('is cut where nobody would read on', async () => {
    await comesIn([LONG]);
    const { words, raw } = await sentOn();
    expect(words).toContain('(The rest was left out.)');
    expect(raw.length).toBeLessThan(40_000);
  });
});

describe('a large mail', () => {
  it.each([
    ['a machine wrote', ['Auto-Submitted: auto-replied']],
    ['with a calendar part', ['MIME-Version: 1.0', 'Content-Type: text/calendar; method=REPLY']],
  ])('that %s is put aside and not kept', async (_, mime) => {
    expect(await comesIn([LONG], mime)).toBe('filed');
    const [row] = await app.database.reader.query<{ raw: string | null }[]>(
      'SELECT raw FROM inbound_mails ORDER BY id DESC LIMIT 1',
    );
    expect(row!.raw).toBeNull();
    expect(await deliver(app, holder.id)).toEqual([]);
    expect(app.mail.mails.filter((mail) => mail.to.includes(event.contactEmail))).toEqual([]);
  });

  it('is the same mail when it is brought again', async () => {
    expect(await comesIn([LONG])).toBe('for-people');
    expect(await comesIn([LONG])).toBe('repeated');
  });
});
