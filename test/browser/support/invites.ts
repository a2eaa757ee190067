import { strictFaults } from '#calendar';
import { leaves, mimeTree } from '../../mail/mime-tree.js';
import type { CaughtMail } from '../../support/mail-sink.js';

export interface Invite {
  readonly method: string;
  readonly uid: string;
  readonly sequence: number;
  readonly start: string;
  /** What a strict reader of calendars finds wrong with it. */
  readonly faults: readonly string[];
}

/** The calendar part of a mail. */
export function inviteIn({ raw }: CaughtMail): Invite {
  const part = leaves(mimeTree(raw)).find(({ type }) => type === 'text/calendar');
  if (!part) throw new Error('There is no invite in this mail.');
  return readInvite(part.content.toString('utf8'));
}

export function readInvite(text: string): Invite {
  const lines = text.replace(/\r\n[ \t]/g, '').split('\r\n');
  const event = lines.slice(lines.indexOf('BEGIN:VEVENT'));
  const value = (within: readonly string[], name: string) =>
    within.find((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`))?.replace(/^.*?:/, '') ?? '';
  return {
    method: value(lines, 'METHOD'),
    uid: value(event, 'UID'),
    sequence: Number(value(event, 'SEQUENCE')),
    start: value(event, 'DTSTART'),
    faults: strictFaults(text),
  };
}

export function linkIn({ parsed }: CaughtMail, start: string): string {
  const link = (parsed.text ?? '')
    .split(/\s+/)
    .find((word) => URL.canParse(word) && new URL(word).pathname.startsWith(start));
  if (!link) throw new Error(`There is no link to ${start} in this mail.`);
  return link;
}
