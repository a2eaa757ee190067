import type { SendMailOptions } from 'nodemailer';
import type { Addresses } from './addresses.js';
import type { Letter } from './letter.js';

/**
 * The mail with all its headers. With a calendar object its layout is what Google sends (RFC 6047
 * §2.4): mixed{ alternative{ plain, html, text/calendar; method= }, application/ics }. Two traps
 * of the library are kept shut here: `method` must be given, and `icalEvent.headers` must not, or
 * the calendar part becomes an attachment and no client shows its buttons.
 */
export function composeMail(letter: Letter, addresses: Addresses, sentAt: Date): SendMailOptions {
  return {
    messageId: addresses.messageId(letter.messageId),
    date: sentAt,
    from: addresses.from,
    to: letter.to,
    replyTo: addresses.answersTo(letter.registrationId, letter.contact),
    // As an object, or the library would read a list of addresses out of a malformed one.
    envelope: { from: addresses.returnPath(letter.registrationId), to: { name: '', address: letter.to.address } },
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    ...(letter.calendar !== undefined && { icalEvent: calendarPart(letter.calendar) }),
    ...references(letter, addresses),
    headers: {
      // RFC 3834 §5: no vacation notice is to answer this.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
    },
    baseBoundary: letter.messageId,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The MIME method is read from the object itself, so that the two cannot differ (RFC 6047 §2.4). */
function calendarPart(calendar: string): NonNullable<SendMailOptions['icalEvent']> {
  const method = /^METHOD:(REQUEST|CANCEL)\r$/m.exec(calendar)?.[1];
  if (!method) throw new Error('A calendar object in a mail needs the method REQUEST or CANCEL.');
  return { method, filename: method === 'CANCEL' ? 'cancelled.ics' : 'invite.ics', content: calendar };
}

function references(letter: Letter, addresses: Addresses): Pick<SendMailOptions, 'references'> {
  const first = letter.firstInvitationId;
  return first === undefined || first === letter.messageId ? {} : { references: addresses.messageId(first) };
}
