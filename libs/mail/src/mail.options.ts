import type { DKIMOptions } from 'nodemailer';
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
  /** Signs every mail (RFC 6376). */
  readonly dkim?: Signer | undefined;
}

/** Whose key signs, and where its public half is found: `<selector>._domainkey.<domain>`. */
export interface Signer {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly key: string;
}

/** As the library wants it. */
export function dkimOf(signer: Signer | undefined): DKIMOptions | undefined {
  return signer && { domainName: signer.domain, keySelector: signer.selector, privateKey: signer.key };
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
