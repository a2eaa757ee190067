import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltInMailbox, composeMail, MailboxTransport } from '#mail';
import { addresses, letter, PostOffice, REQUEST } from './post-office.js';

const MAIL = composeMail(letter({ calendar: REQUEST }), addresses(), new Date('2027-06-01T09:00:00Z'));

describe('the built-in mailbox', () => {
  let directory: string;
  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), 'mailbox-')), 'mail');
  });
  afterEach(() => rm(join(directory, '..'), { recursive: true }));

  it('keeps byte for byte what an SMTP server would get', async () => {
    const mailbox = new BuiltInMailbox(directory);
    await new MailboxTransport(mailbox).deliver(MAIL);
    await using office = await PostOffice.open();
    const { raw } = await office.carry(MAIL);
    const [id] = await mailbox.list();
    expect((await mailbox.read(id!))!.toString()).toBe(raw);
  });

  it('is empty before the first mail', async () => {
    expect(await new BuiltInMailbox(directory).list()).toEqual([]);
  });

  it('lists the newest first and forgets the oldest', async () => {
    const mailbox = new BuiltInMailbox(directory, 3);
    for (const text of ['1', '2', '3', '4', '5']) await mailbox.keep(Buffer.from(text));
    const kept = await Promise.all((await mailbox.list()).map((id) => mailbox.read(id)));
    expect(kept.map(String)).toEqual(['5', '4', '3']);
    expect(await readdir(directory)).toHaveLength(3);
  });

  it('can be read by nobody but its owner', async () => {
    const mailbox = new BuiltInMailbox(directory);
    await mailbox.keep(Buffer.from('secret'));
    const [file] = await readdir(directory);
    expect((await stat(directory)).mode & 0o077).toBe(0);
    expect((await stat(join(directory, file!))).mode & 0o077).toBe(0);
  });

  it('reads nothing but its own mails', async () => {
    const mailbox = new BuiltInMailbox(directory);
    await mailbox.keep(Buffer.from('mail'));
    expect(await mailbox.read('../../etc/passwd')).toBeUndefined();
    expect(await mailbox.read('01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f')).toBeUndefined();
  });
});
