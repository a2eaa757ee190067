import { generateKeyPairSync } from 'node:crypto';
import { composeMail } from '#mail';
import { tagsOf, verifies } from './dkim.js';
import { addresses, letter, PostOffice, REQUEST } from './post-office.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const signer = { domain: 'bma.example', selector: 'gatehouse', key };
let office: PostOffice;
let raw: string;

beforeAll(async () => {
  office = await PostOffice.open();
  const mail = composeMail(
    letter({ subject: 'Orchids, café 🌺', calendar: REQUEST }),
    addresses({ replyAddress: 'rsvp@bma.example' }),
    new Date('2027-06-01T09:00:00Z'),
  );
  ({ raw } = await office.carry(mail, signer));
});
afterAll(() => office[Symbol.asyncDispose]());

describe('a signed mail', () => {
  it('arrives with a signature that holds', () => {
    expect(verifies(raw, publicKey)).toBe(true);
  });

  it('names the domain, the selector, and all that its reader goes by', () => {
    const tags = tagsOf(/^DKIM-Signature:[\s\S]*?\r\n(?![ \t])/m.exec(raw)![0]);
    expect([tags.get('d'), tags.get('s'), tags.get('a')]).toEqual(['bma.example', 'gatehouse', 'rsa-sha256']);
    const signed = tags.get('h')!.split(':');
    expect(signed).toEqual(
      expect.arrayContaining(['from', 'reply-to', 'to', 'subject', 'date', 'message-id', 'content-type']),
    );
  });

  it.each([
    ['a byte of the body', (mail: string) => mail.replace('places are', 'places arE')],
    ['the subject', (mail: string) => mail.replace(/^Subject: /m, 'Subject: Not ')],
    ['where answers go', (mail: string) => mail.replace(/^Reply-To:/m, 'Reply-To: x@example.org,')],
    ['the end of the body', (mail: string) => `${mail}more\r\n`],
  ])('no longer holds once %s is changed', (_, change) => {
    expect(change(raw)).not.toBe(raw);
    expect(verifies(change(raw), publicKey)).toBe(false);
  });

  it('holds with no other key', () => {
    expect(verifies(raw, generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)).toBe(false);
  });
});

it('a mail without a key goes out unsigned', async () => {
  const { raw: plain } = await office.carry(composeMail(letter(), addresses(), new Date('2027-06-01T09:00:00Z')));
  expect(plain).not.toContain('DKIM-Signature');
});
