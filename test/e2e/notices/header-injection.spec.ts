import { strictFaults } from '#calendar';
import type { Event } from '#programme';
import { contentLines } from '../../calendar/entry.js';
import { mimeTree } from '../../mail/mime-tree.js';
import { calendarIn, deliver } from '../../support/delivery.js';
import { Holder } from '../../support/holder.js';
import type { CaughtMail } from '../../support/mail-sink.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
let plain: { readonly headers: string[]; readonly lines: string[] };
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({ venue: { safeNumber: 5000 } });
  const [mail] = await mailsOf({ name: 'Ada', accessNeeds: 'A seat.' });
  plain = { headers: headerNames(mail!), lines: propertyNames(calendarIn(mail!)!) };
});
afterAll(() => app[Symbol.asyncDispose]());

/** The confirmation of somebody, and the notice of a change and of the cancellation. */
async function mailsOf(person: object): Promise<CaughtMail[]> {
  const session = await app.make.session(event);
  const holder = await Holder.in(app, session.id, { partySize: 2, guests: [{ name: 'Tom' }], ...person });
  const first = await deliver(app, holder.id);
  await holder.change({ partySize: 3 });
  const second = await deliver(app, holder.id);
  await holder.cancel();
  return [...first, ...second, ...(await deliver(app, holder.id))];
}

const headerNames = ({ raw }: CaughtMail) => [...mimeTree(raw).headers.keys()].sort();
const propertyNames = (calendar: string) => contentLines(calendar).map((line) => /^[\w-]*/.exec(line)![0]);

const ATTACKS = [
  'Eve", "Mallory" <mallory@evil.example>, "x',
  'Eve <mallory@evil.example>',
  '=?utf-8?B?RXZlDQpCY2M6IG1hbGxvcnlAZXZpbC5leGFtcGxl?=',
  '=?utf-8?Q?Eve=0D=0ABcc:_mallory@evil.example?=',
  'Eve\\r\\nBcc: mallory@evil.example',
  'Eve\\nATTACH:http://evil.example',
  'Eve";SENT-BY="mailto:mallory@evil.example',
  'Eve:mailto:mallory@evil.example',
  'Eve^nATTENDEE:mailto:mallory@evil.example',
  "Eve^'x",
  'END:VEVENT',
  'Eve; X=1, Y',
  '</title><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>&lt;&amp;',
  '\u202Eevil\u202C \u200Fx',
];

describe.each(ATTACKS)('the name %j', (name) => {
  it('adds no header to a mail and no line to a calendar', async () => {
    const mails = await mailsOf({ name, guests: [{ name, accessNeeds: name }], accessNeeds: name });
    expect(mails).toHaveLength(3);
    expect(headerNames(mails[0]!)).toEqual(plain.headers);
    expect(propertyNames(calendarIn(mails[0]!)!)).toEqual(plain.lines);
    for (const mail of mails) {
      expect(mail.to).toEqual([expect.stringMatching(/^visitor-\d+@example\.org$/)]);
      expect(mail.parsed.to).toMatchObject({ value: [{ address: mail.to[0], name: expect.any(String) as string }] });
      expect(mail.parsed.cc ?? mail.parsed.bcc).toBeUndefined();
      expect(strictFaults(calendarIn(mail)!)).toEqual([]);
      expect(mail.parsed.html).not.toMatch(/<script|<img src=x/);
    }
  });
});

describe('a text of several lines', () => {
  it('stays text in the mail, and out of the calendar', async () => {
    const accessNeeds =
      'A seat.\r\n\r\nBcc: mallory@evil.example\r\n.\r\nMAIL FROM:<eve@evil.example>\nEND:VCALENDAR\u2028ATTACH:x';
    const mails = await mailsOf({ accessNeeds });
    expect(mails).toHaveLength(3);
    expect(headerNames(mails[0]!)).toEqual(plain.headers);
    expect(propertyNames(calendarIn(mails[0]!)!)).toEqual(plain.lines);
    for (const mail of mails) expect(mail.to).toHaveLength(1);
  });
});

describe('an address', () => {
  it.each(["o'brien+garden@example.org", 'ada@bücher.example', "!#$%&'*+-/=?^_`{|}~@example.org"])(
    '%s is the one that is mailed to, and the guest of the entry',
    async (email) => {
      const mails = await mailsOf({ email });
      expect(mails).toHaveLength(3);
      for (const mail of mails) {
        expect(mail.to).toEqual([email]);
        expect(mail.raw).toContain(email.replace('bücher', 'xn--bcher-kva'));
      }
      expect(propertyNames(calendarIn(mails[0]!)!)).toEqual(plain.lines);
      expect(strictFaults(calendarIn(mails[0]!)!)).toEqual([]);
    },
  );
});
