import type { Correspondent } from './mail.options.js';

/** One mail to one person about one registration, before it has headers. */
export interface Letter {
  /** The row in the message log; the Message-ID is made from it. */
  readonly messageId: string;
  readonly registrationId: string;
  readonly to: Correspondent;
  /** People's answers go here where no REPLY_ADDRESS is set. */
  readonly contact: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** An iCalendar object with its METHOD. */
  readonly calendar?: string | undefined;
  /** The row of the first invitation, which later mails about the registration refer to. */
  readonly firstInvitationId?: string | undefined;
}
