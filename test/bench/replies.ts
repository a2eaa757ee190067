import { setTimeout as sleep } from 'node:timers/promises';
import { Secrets } from '#kernel';
import { Addresses } from '#mail';
import { Dovecot } from '../support/dovecot.js';
import { SETTINGS } from '../support/program.js';
import { Companion } from './companion.js';
import { House } from './house.js';
import { INSPECTED, type Memory, MemoryOf } from './memory-of.js';
import { register } from './mail.js';
import { countDecisions, findInvited, type Invited, takeForSent } from './mail.queries.js';
import { CannotMeasure, type Figures, rounded, type Table } from './report.js';

const REPLIES = 3000;
const LOOKS = 4;
const PATIENCE_MS = 110_000;
const REPLY_ADDRESS = 'rsvp@events.example.org';

/**
 * Three thousand guests (or as many as `replies=200` says) have declined in their calendars, and the answers lie in the
 * mailbox of a real IMAP server; then a worker starts. The control reads and moves as many mails of the same server in
 * the same way, and does nothing else. Time runs from the first that is decided to the last.
 */
export async function replies(option?: string): Promise<Figures> {
  const mails = Number(option ?? REPLIES);
  await using house = await House.open();
  await using dovecot = await mailServer();
  await register(house, mails);
  await takeForSent(house.database.reader);
  const answers = answersOf(await findInvited(house.database.reader));
  const bare = await readAlone(answers);
  await dovecot.fill(answers);
  using sink = await Companion.start('sink.mjs');
  const mailbox = { REPLY_ADDRESS, REPLY_IMAP_URL: dovecot.imapUrl };
  const worker = await house.worker(sink.greeting as string, mailbox, INSPECTED);
  using memory = await MemoryOf.open(worker);
  const memories: Memory[] = [];
  const end = performance.now() + PATIENCE_MS;
  for (let read = 0; read < mails; await sleep(100)) {
    if (performance.now() > end) throw new Error(`${read} of ${mails} answers were read:\n${worker.output()}`);
    ({ mails: read } = await countDecisions(house.database.reader));
    if (read >= ((memories.length + 1) * mails) / LOOKS) memories.push(await memory.kept());
  }
  const { seconds, declined } = await countDecisions(house.database.reader);
  if (declined !== mails) throw new Error(`${declined} of ${mails} answers were taken for what they are.`);
  const rate = (mails - 1) / seconds;
  const rates = { bare: rounded(bare), worker: rounded(rate), ratio: rounded(rate / bare) };
  return { mails, ...rates, memories, peak: memory.peak() };
}

async function mailServer(): Promise<Dovecot> {
  try {
    return await Dovecot.start();
  } catch (error) {
    throw new CannotMeasure(`Dovecot is needed for this: ${(error as Error).message}`);
  }
}

/** On a mail server of its own. */
async function readAlone(answers: readonly Buffer[]): Promise<number> {
  await using dovecot = await mailServer();
  await dovecot.fill(answers);
  using reader = await Companion.start('imap-reader.mjs');
  const seconds = await reader.ask<number>({ port: dovecot.imapPort, mails: answers.length });
  return answers.length / seconds;
}

/** As Google writes them. */
function answersOf(invited: readonly Invited[]): Buffer[] {
  const options = { from: 'events@example.org', replyAddress: REPLY_ADDRESS, mailboxDir: '/nonexistent' };
  const addresses = new Addresses(options, new Secrets([SETTINGS.SECRET_KEYS]));
  return invited.map(({ id, uid, sequence, email }, number) => {
    const to = addresses.answersTo(id, '');
    const calendar = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
      'METHOD:REPLY',
      'BEGIN:VEVENT',
      `UID:${uid}`,
      'DTSTAMP:20260602T101112Z',
      `SEQUENCE:${sequence}`,
      `ORGANIZER:mailto:${to}`,
      `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED:mailto:${email}`,
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    const head = [
      `Delivered-To: ${to}`,
      `From: ${email}`,
      `To: ${to}`,
      `Message-ID: <answer-${number}@client.example>`,
      'Subject: Declined: Open Garden',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary=b',
    ];
    const parts = [
      ['text/plain', 'I cannot come.'],
      ['text/html', '<p>I cannot come.</p>'.repeat(100)],
      ['text/calendar; method=REPLY', calendar],
    ];
    const body = parts.map(([type, text]) => `--b\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${text}\r\n`).join('');
    return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}--b--\r\n`);
  });
}

export function repliesTable({ mails, bare, worker, ratio, memories, peak }: Figures): Table {
  const kept = (memories as Memory[]).map(({ heap, buffers }) => `${heap} + ${buffers}`);
  return {
    head: [
      ...['answers', 'imapflow alone /s', 'worker /s', '÷ alone'],
      ...['kept MiB after a quarter', 'half', 'three', 'all', 'peak of the process MiB'],
    ],
    rows: [[mails, bare, worker, ratio, ...kept, peak] as (number | string)[]],
  };
}
