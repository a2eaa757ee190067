import type { NoticeFacts, NoticeKind } from './facts.js';
import type { LetterContent } from './letter-content.js';
import { htmlOf } from './letter-html.js';
import { textOf } from './letter-text.js';
import { addressChanged } from './letters/address-changed.js';
import { cancellation } from './letters/cancellation.js';
import { change } from './letters/change.js';
import { confirmation } from './letters/confirmation.js';
import { declineDoubted } from './letters/decline-doubted.js';
import { declineNoted } from './letters/decline-noted.js';
import { emailCheck } from './letters/email-check.js';
import { lostLink } from './letters/lost-link.js';

export interface WrittenLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const LETTERS: Readonly<Record<NoticeKind, (facts: NoticeFacts) => LetterContent>> = {
  confirmation,
  change,
  cancellation,
  'address-changed': addressChanged,
  'lost-link': lostLink,
  'email-check': emailCheck,
  'decline-noted': declineNoted,
  'decline-doubted': declineDoubted,
};

/** The words of a mail; the plain text stands on its own. */
export function writeLetter(kind: NoticeKind, facts: NoticeFacts): WrittenLetter {
  return setLetter(LETTERS[kind](facts));
}

/** The same words twice, as plain text and as HTML. */
export function setLetter(content: LetterContent): WrittenLetter {
  return { subject: content.subject, text: textOf(content), html: htmlOf(content) };
}
