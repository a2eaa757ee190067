import addressparser from 'nodemailer/lib/addressparser';

export interface MailOptions {
  /** `smtp://` (STARTTLS where offered) or `smtps://`; without it mail stays in the built-in mailbox. */
  readonly smtpUrl?: string | undefined;
  /** `Name <address>`: the constant From of every mail. */
  readonly from: string;
  /** `rsvp@host`, where `rsvp+…@host` and `bounce+…@host` arrive as well. */
  readonly replyAddress?: string | undefined;
  /** The folder of the built-in mailbox. */
  readonly mailboxDir: string;
}

/** A person or a team at an address. */
export interface Correspondent {
  readonly name: string;
  readonly address: string;
}

/** Throws an Error with one sentence that names the setting. */
export function parseSender(from: string): Correspondent {
  const [sender, ...others] = addressparser(from, { flatten: true });
  if (!sender?.address.includes('@') || others.length > 0) {
    throw new Error('The setting MAIL_FROM is wrong: it must be one sender like Events team <events@example.org>.');
  }
  return { name: sender.name, address: sender.address };
}
