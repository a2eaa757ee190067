import MimeNode from 'nodemailer/lib/mime-node';
import type { Addresses } from './addresses.js';
import { type EncodedPart, filePart, multipart, textPart } from './encoded-part.js';
import type { Letter, RegistrationLetter } from './letter.js';
import type { Correspondent } from './mail.options.js';

/** A mail as it goes over the line, and its envelope. */
export interface ComposedMail {
  /** Objects, or the library would read a list of addresses out of a malformed one. */
  readonly envelope: { readonly from: string; readonly to: Correspondent };
  readonly messageId: string;
  readonly raw: string;
}

/**
 * The mail with all its headers. The library writes these; the body is put together here and at once, since the
 * library would send each part through streams of its own, which takes it longer than all the rest.
 */
export function composeMail(letter: Letter | RegistrationLetter, addresses: Addresses, sentAt: Date): ComposedMail {
  const messageId = addresses.messageId(letter.messageId);
  const about = 'registrationId' in letter ? letter : undefined;
  const head = new MimeNode(undefined, { baseBoundary: letter.messageId });
  head.setHeader({
    // RFC 3834 §5: no vacation notice is to answer this.
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    From: addresses.from,
    To: letter.to,
    ...answersGoTo(letter, addresses),
    ...(about && references(about, addresses)),
    Subject: letter.subject,
    'Message-ID': messageId,
    Date: sentAt.toUTCString().replace('GMT', '+0000'),
  });
  const from = about ? addresses.returnPath(about.registrationId) : addresses.from.address;
  const envelope = { from, to: { name: '', address: letter.to.address } };
  return { envelope, messageId, raw: `${head.buildHeaders()}\r\n${bodyOf(letter, about?.calendar).raw}` };
}

function answersGoTo(letter: Letter | RegistrationLetter, addresses: Addresses): { 'Reply-To'?: Correspondent } {
  const address =
    'registrationId' in letter ? addresses.answersTo(letter.registrationId, letter.contact) : letter.replyTo;
  return address === undefined ? {} : { 'Reply-To': { name: '', address } };
}

function references({ firstInvitationId: first, messageId }: RegistrationLetter, addresses: Addresses): object {
  return first === undefined || first === messageId ? {} : { References: addresses.messageId(first) };
}

/**
 * With a calendar object the layout is what Google sends (RFC 6047 §2.4): mixed{ alternative{ plain, html,
 * text/calendar; method= }, application/ics }. The calendar part has no disposition, or no client shows its buttons.
 */
function bodyOf({ messageId, text, html }: Letter, calendar: string | undefined): EncodedPart {
  const readings = [textPart('text/plain; charset=utf-8', text), textPart('text/html; charset=utf-8', html)];
  if (calendar === undefined) return multipart('alternative', messageId, readings);
  const method = methodOf(calendar);
  const part = textPart(`text/calendar; charset=utf-8; method=${method}`, calendar);
  const file = filePart('application/ics', method === 'CANCEL' ? 'cancelled.ics' : 'invite.ics', calendar);
  return multipart('mixed', messageId, [multipart('alternative', messageId, [...readings, part]), file]);
}

/** The MIME method is read from the object itself, so that the two cannot differ (RFC 6047 §2.4). */
function methodOf(calendar: string): string {
  const method = /^METHOD:(REQUEST|CANCEL)\r$/m.exec(calendar)?.[1];
  if (!method) throw new Error('A calendar object in a mail needs the method REQUEST or CANCEL.');
  return method;
}
