import type { Correspondent } from './mail.options.js';

/** One mail to one person, before it has headers. */
export interface Letter {
  /** A UUID; the Message-ID is made from it, so that a letter that is sent twice is one mail to its reader. */
  readonly messageId: string;
  readonly to: Correspondent;
  /** Whom an answer goes to, where that is not the sender. */
  readonly replyTo?: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** About one registration: answers and bounces find their way to it. */
export interface RegistrationLetter extends Letter {
  readonly registrationId: string;
  /** People's answers go here where no REPLY_ADDRESS is set. */
  readonly contact: string;
  /** An iCalendar object with its METHOD. */
  readonly calendar?: string | undefined;
  /** The row of the first invitation, which later mails about the registration refer to. */
  readonly firstInvitationId?: string | undefined;
}
