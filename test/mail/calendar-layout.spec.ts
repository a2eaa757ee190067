import { composeMail } from '#mail';
import { header, leaves, mimeTree } from './mime-tree.js';
import { addresses, letter, PostOffice, REQUEST } from './post-office.js';

const CANCEL = REQUEST.replace('METHOD:REQUEST', 'METHOD:CANCEL');

async function sent(calendar?: string) {
  await using office = await PostOffice.open();
  const { raw } = await office.carry(composeMail(letter({ calendar }), addresses(), new Date('2027-06-01T09:00:00Z')));
  return mimeTree(raw);
}

describe('a mail with a calendar object', () => {
  it('is laid out as mixed{ alternative{ plain, html, calendar }, file }', async () => {
    const mail = await sent(REQUEST);
    expect(mail.type).toBe('multipart/mixed');
    expect(mail.parts.map(({ type }) => type)).toEqual(['multipart/alternative', 'application/ics']);
    expect(mail.parts[0]!.parts.map(({ type }) => type)).toEqual(['text/plain', 'text/html', 'text/calendar']);
  });

  it('has one calendar part, the last alternative, in UTF-8 and without a disposition', async () => {
    const mail = await sent(REQUEST);
    const calendars = leaves(mail).filter(({ type }) => type === 'text/calendar');
    expect(calendars).toHaveLength(1);
    expect(header(calendars[0]!, 'Content-Disposition')).toBeUndefined();
    expect(header(calendars[0]!, 'Content-Type')).toMatch(/charset=utf-8/i);
  });

  it.each([
    ['REQUEST', REQUEST, 'invite.ics'],
    ['CANCEL', CANCEL, 'cancelled.ics'],
  ])('says method=%s as the object does', async (method, calendar, file) => {
    const mail = await sent(calendar);
    const [, , part] = mail.parts[0]!.parts;
    expect(header(part!, 'Content-Type')).toMatch(new RegExp(`method=${method}(;|$)`));
    expect(header(mail.parts[1]!, 'Content-Disposition')).toContain(`filename=${file}`);
  });

  it('carries the same bytes as part, as file and as they were written', async () => {
    const mail = await sent(REQUEST);
    expect(mail.parts[0]!.parts[2]!.content.toString()).toBe(REQUEST);
    expect(mail.parts[1]!.content.toString()).toBe(REQUEST);
  });

  it('is refused when the object has no method that a mail can carry', () => {
    const calendar = REQUEST.replace('METHOD:REQUEST', 'METHOD:PUBLISH');
    expect(() => composeMail(letter({ calendar }), addresses(), new Date(0))).toThrow(/method/);
  });
});

describe('a mail without a calendar object', () => {
  it('has the two readings and nothing else', async () => {
    const mail = await sent();
    expect(mail.type).toBe('multipart/alternative');
    expect(mail.parts.map(({ type }) => type)).toEqual(['text/plain', 'text/html']);
  });
});
