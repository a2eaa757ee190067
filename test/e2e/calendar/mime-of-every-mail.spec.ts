import { strictFaults } from '#calendar';
import { InboundPost } from '#replies';
import { calendarIn, deliver } from '../../support/delivery.js';
import { Holder } from '../../support/holder.js';
import type { CaughtMail } from '../../support/mail-sink.js';
import { mimeFaults } from '../../support/mime-faults.js';
import { nextPerson, TestApp } from '../../support/test-app.js';
import { answerTo } from '../replies/answers.js';

/** What stands in subjects and bodies, and is to break none of them. */
const TITLE = 'Orchids, ferns; \\ café 🌺 “Herbs" & roses = 2=3D';

let app: TestApp;
const mails: Record<string, CaughtMail> = {};
beforeAll(async () => {
  app = await TestApp.start({ REPLY_ADDRESS: 'rsvp@events.example.org' }, { works: false });
  const event = await app.make.event({ title: TITLE, arrival: 'x'.repeat(1500) });
  const session = await app.make.session(event);
  const holder = await Holder.in(app, session.id, { name: 'Ünal “Ann" Ó’Hara 🌺', partySize: 2 });
  const keep = async (...names: readonly string[]) => {
    for (const mail of await deliver(app, holder.id)) mails[names[Object.keys(mails).length - start]!] = mail;
    start = Object.keys(mails).length;
  };
  let start = 0;
  await keep('confirmation');
  await holder.change({ partySize: 3 });
  await keep('change');
  const { email } = nextPerson();
  await holder.change({ contact: { email } });
  await keep('address changed, to the new one', 'address changed, to the old one');
  app.clock.travel({ minutes: 20 });
  await app.post('/api/v1/registrations/lookup', { email });
  await keep('lost link');
  const invitation = mails['address changed, to the new one']!;
  const receive = (wish: object) =>
    app.service(InboundPost).receive({ raw: answerTo(invitation, wish), source: 'smtp' });
  await receive({ client: 'Apple', by: 'bob@example.org' });
  await keep('doubted decline');
  await receive({ client: 'Apple' });
  await keep('noted decline');
  await holder.cancel();
  await keep('cancellation');
  const strict = await app.make.session(await app.make.event({ title: TITLE, confirmation: 'by-email' }));
  const { body } = await app.register(strict.id);
  [mails['check of the address']] = (await deliver(app, String(body['id']))) as [CaughtMail];
}, 180_000);
afterAll(() => app[Symbol.asyncDispose]());

const KINDS = [
  ...['confirmation', 'change', 'address changed, to the new one', 'address changed, to the old one', 'lost link'],
  ...['doubted decline', 'noted decline', 'cancellation', 'check of the address'],
];

it('are mails of every kind', () => {
  expect(Object.keys(mails)).toEqual(KINDS);
});

it.each(KINDS)('every mail program can read the mail: %s', (kind) => {
  const { raw, parsed } = mails[kind]!;
  expect(mimeFaults(raw)).toEqual([]);
  if (kind !== 'address changed, to the old one') expect(parsed.subject).toContain(TITLE);
});

it.each([
  ['confirmation', 'REQUEST'],
  ['change', 'REQUEST'],
  ['address changed, to the old one', 'CANCEL'],
  ['address changed, to the new one', 'REQUEST'],
  ['lost link', undefined],
  ['doubted decline', undefined],
  ['noted decline', undefined],
  ['cancellation', 'CANCEL'],
  ['check of the address', undefined],
])('the mail “%s” carries the method %s', (kind, method) => {
  const calendar = calendarIn(mails[kind]!);
  expect(/^METHOD:(\w+)/m.exec(calendar ?? '')?.[1]).toBe(method);
  if (calendar) expect(strictFaults(calendar)).toEqual([]);
});

describe('the judge of mails', () => {
  it.each([
    ['a method that differs', (raw: string) => raw.replace('method=REQUEST', 'method=PUBLISH'), /of a REQUEST/],
    [
      'a disposition',
      (raw: string) =>
        raw.replace('Content-Type: text/calendar', 'Content-Disposition: attachment\r\nContent-Type: text/calendar'),
      /disposition/,
    ],
    ['no date', (raw: string) => raw.replace(/^Date: .*\r\n/m, ''), /no Date/],
    ['no word of the machine', (raw: string) => raw.replace(/^Auto-Submitted: .*\r\n/m, ''), /machine/],
    ['another file', (raw: string) => raw.replace(/(application\/ics[\s\S]*?\r\n\r\n)..../, '$1AAAA'), /another file/],
  ])('finds %s', (_, spoil, fault) => {
    const spoilt = spoil(mails['confirmation']!.raw);
    expect(spoilt).not.toBe(mails['confirmation']!.raw);
    expect(mimeFaults(spoilt).join('\n')).toMatch(fault);
  });
});
