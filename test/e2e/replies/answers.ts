import { linesOf } from '../../calendar/entry.js';
import type { CaughtMail } from '../../support/mail-sink.js';
import { calendarIn } from '../../support/delivery.js';

/** How a client writes its answer. */
export type Client = 'Exchange' | 'Google' | 'Apple' | 'KDE';

export interface Wish {
  readonly partStat?: string;
  readonly client?: Client;
  /** Another guest's calendar answers. */
  readonly by?: string;
  readonly stamp?: string;
  readonly messageId?: string;
  readonly from?: string;
}

let answers = 0;

/** The raw mail with which a guest's client answers the invitation in a mail of ours. */
export function answerTo(invitation: CaughtMail, wish: Wish = {}): Buffer {
  const { client = 'Google', from = wish.by ?? guestOf(invitation) } = wish;
  const to = /mailto:(.*)$/i.exec(linesOf(calendarIn(invitation)!, 'ORGANIZER')[0]!)![1]!;
  const head = [
    `From: ${from}`,
    `To: ${to}`,
    'Subject: Answer',
    `Message-ID: ${wish.messageId ?? `<answer-${++answers}@client.example>`}`,
    'Date: Tue, 02 Jun 2026 10:11:12 +0000',
    'MIME-Version: 1.0',
  ];
  return Buffer.from([...head, ...BODIES[client](calendarOf(invitation, wish)), ''].join('\r\n'));
}

function calendarOf(invitation: CaughtMail, { partStat = 'DECLINED', client = 'Google', by, stamp }: Wish): string {
  const ours = calendarIn(invitation)!;
  const [uid, sequence, organizer] = ['UID', 'SEQUENCE', 'ORGANIZER'].map((name) => linesOf(ours, name)[0]!);
  const attendee = by ?? guestOf(invitation);
  const mailto = client === 'KDE' ? 'MAILTO' : 'mailto';
  const withSequence = client === 'Google' || (client === 'KDE' && sequence === 'SEQUENCE:0') ? [] : [sequence!];
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${client}`,
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    uid!,
    `DTSTAMP:${stamp ?? `20260602T1011${String(10 + (answers % 50))}Z`}`,
    ...withSequence,
    ...(client === 'Exchange' ? [] : [organizer!.replace('mailto', mailto)]),
    `ATTENDEE;PARTSTAT=${partStat};CN=Guest:${mailto}:${attendee}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

function guestOf(invitation: CaughtMail): string {
  return /mailto:(.*)$/i.exec(linesOf(calendarIn(invitation)!, 'ATTENDEE')[0]!)![1]!;
}

const alternative = (type: string, lines: readonly string[]) => [
  'Content-Type: multipart/alternative; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'An answer.',
  '--b',
  `Content-Type: ${type}`,
  ...lines,
  '--b--',
];
const base64 = (text: string) => ['Content-Transfer-Encoding: base64', '', Buffer.from(text).toString('base64')];

const BODIES: Readonly<Record<Client, (calendar: string) => string[]>> = {
  Exchange: (calendar) => alternative('text/calendar; charset="utf-8"; method=REPLY', base64(calendar)),
  Google: (calendar) => [
    'Auto-Submitted: auto-generated',
    ...alternative('text/calendar; charset="UTF-8"; method=REPLY', ['', calendar]),
  ],
  Apple: (calendar) =>
    alternative('text/calendar; name="iCal-20260602.ics"', ['Content-Disposition: attachment', ...base64(calendar)]),
  KDE: (calendar) => alternative('text/calendar; method="reply"; charset="utf-8"', ['', calendar]),
};
