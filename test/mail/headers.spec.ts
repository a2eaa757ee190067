import { composeMail, type MailOptions, type RegistrationLetter } from '#mail';
import { header, mimeTree } from './mime-tree.js';
import { addresses, letter, PostOffice, REQUEST } from './post-office.js';

const AT = new Date('2027-06-01T09:00:00Z');
const REPLIES = { replyAddress: 'rsvp@bma.example' };

async function sent(change: Partial<RegistrationLetter> = {}, options: Partial<MailOptions> = {}) {
  await using office = await PostOffice.open();
  const received = await office.carry(composeMail(letter(change), addresses(options), AT));
  return { ...received, mail: mimeTree(received.raw) };
}

describe('the headers of a mail', () => {
  it('keep machines from answering', async () => {
    const { mail } = await sent();
    expect(header(mail, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(mail, 'X-Auto-Response-Suppress')).toBe('OOF, AutoReply');
  });

  it('have the same Message-ID for the same row, under the domain of MAIL_FROM', async () => {
    const first = await sent();
    const again = await sent({ subject: 'Written anew' });
    expect(header(first.mail, 'Message-ID')).toBe('<01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f@bma.example>');
    expect(header(again.mail, 'Message-ID')).toBe(header(first.mail, 'Message-ID'));
  });

  it('say when it was sent', async () => {
    const { mail } = await sent();
    expect(header(mail, 'Date')).toBe('Tue, 01 Jun 2027 09:00:00 +0000');
  });

  it('refer to the first invitation, but a first invitation not to itself', async () => {
    const later = await sent({ firstInvitationId: '01992f3e-0000-7000-8000-000000000001' });
    expect(header(later.mail, 'References')).toBe('<01992f3e-0000-7000-8000-000000000001@bma.example>');
    const first = await sent({ firstInvitationId: letter().messageId });
    expect(header(first.mail, 'References')).toBeUndefined();
  });

  it('let people answer to the contact of the event where no reply address is set', async () => {
    const { mail, from } = await sent();
    expect(header(mail, 'Reply-To')).toBe('team@bma.example');
    expect(header(mail, 'From')).toBe('BMA House events <events@bma.example>');
    expect(from).toBe('events@bma.example');
  });

  it('carry the registration’s own token in Reply-To and in the envelope where one is set', async () => {
    const { mail, from } = await sent({}, REPLIES);
    const replyTo = header(mail, 'Reply-To')!;
    const token = /^rsvp\+([0-9a-hjkmnp-tv-z]{52})@bma\.example$/.exec(replyTo)![1]!;
    expect(from).toBe(`bounce+${token}@bma.example`);
    expect(addresses(REPLIES).registrationAt(replyTo)?.registrationId).toBe(letter().registrationId);
    expect(header(mail, 'From')).toBe('BMA House events <events@bma.example>');
  });
});

describe('what people write', () => {
  it.each([
    ['name', { to: { name: 'Ada\r\nBcc: eve@example.org', address: 'ada@example.org' } }],
    ['subject', { subject: 'Hello\r\nBcc: eve@example.org\r\n\r\nBody' }],
    ['subject with a bare line feed', { subject: 'Hello\nBcc: eve@example.org' }],
    ['subject with a bare return', { subject: 'Hello\rBcc: eve@example.org' }],
    ['contact', { contact: 'team@bma.example\r\nBcc: eve@example.org' }],
    ['name with a comma and an address', { to: { name: 'Ada, <eve@example.org>', address: 'ada@example.org' } }],
  ])('adds no header and no recipient: %s', async (_, change) => {
    const { mail, to } = await sent({ ...change, calendar: REQUEST });
    expect(mail.headers.has('bcc')).toBe(false);
    expect(to).toEqual(['ada@example.org']);
    for (const name of ['to', 'subject', 'reply-to', 'from']) expect(mail.headers.get(name)).toHaveLength(1);
  });

  it('cannot reach the envelope through the address', async () => {
    await using office = await PostOffice.open();
    const to = { name: 'Ada', address: 'ada@example.org>\r\nRCPT TO:<eve@example.org' };
    await office.carry(composeMail(letter({ to }), addresses(), AT)).catch(() => {});
    expect(office.received.flatMap(({ to: taken }) => taken)).not.toContain('eve@example.org');
  });

  it('arrives whole when it is not ASCII', async () => {
    const { mail } = await sent({ to: { name: 'Zoë Ōkubo', address: 'zoe@example.org' }, subject: 'Café, 10:30 – 花' });
    expect(header(mail, 'To')).toMatch(/^[\x20-\x7e]+$/);
    expect(words(header(mail, 'To')!)).toBe('Zoë Ōkubo <zoe@example.org>');
    expect(words(header(mail, 'Subject')!)).toBe('Café, 10:30 – 花');
  });

  it('may be an address with an international domain, which is written in its ASCII form', async () => {
    const { mail } = await sent({ to: { name: 'Jõgi', address: 'info@jõgeva.ee' } });
    expect(header(mail, 'To')).toContain('<info@xn--jgeva-dua.ee>');
  });
});

/** Undoes RFC 2047 encoded words in UTF-8. */
function words(text: string): string {
  return text.replace(/\?=\s+=\?/g, '?==?').replace(/(=\?utf-8\?[qb]\?[^?]*\?=)+/gi, (run) => {
    const bytes = [...run.matchAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi)].map(([, how, body]) =>
      how!.toLowerCase() === 'b'
        ? Buffer.from(body!, 'base64')
        : Buffer.from(decodeURIComponent(body!.replace(/_/g, ' ').replace(/%/g, '%25').replace(/=/g, '%'))),
    );
    return Buffer.concat(bytes).toString('utf8');
  });
}
