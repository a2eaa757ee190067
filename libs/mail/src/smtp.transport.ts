import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type NodemailerError } from 'nodemailer';
import type { ComposedMail } from './compose-mail.js';
import { dkimOf, type Signer } from './mail.options.js';
import { DeliveryFailed, MailTransport } from './transport.js';

export interface SmtpPatience {
  readonly connect: number;
  readonly reply: number;
  /** From first to last; shorter than a transaction may sit idle, because one waits on the outcome. */
  readonly whole: number;
}

const PATIENCE: SmtpPatience = { connect: 10_000, reply: 30_000, whole: 45_000 };
/** Replies that say something about us or the session, not about the recipient (RFC 5321 §4.2.3, RFC 4954 §6). */
const OUR_FAULT = new Set([503, 530]);

/** Hands mail to the SMTP server of the house. */
@Injectable()
export class SmtpTransport extends MailTransport implements OnApplicationShutdown {
  private readonly transporter;

  constructor(
    url: string,
    signer?: Signer,
    private readonly patience: SmtpPatience = PATIENCE,
  ) {
    super();
    const dkim = dkimOf(signer);
    this.transporter = createTransport({
      url,
      ...(dkim && { dkim }),
      pool: true,
      maxConnections: 3,
      // Only for a pooled connection that the server had closed before a byte of the mail was sent.
      maxRequeues: 1,
      dnsTimeout: patience.connect,
      connectionTimeout: patience.connect,
      greetingTimeout: patience.reply,
      socketTimeout: patience.reply,
      requireTLS: needsTls(url),
    });
  }

  async deliver(mail: ComposedMail): Promise<void> {
    try {
      await this.transporter.sendMail({ ...mail, signal: AbortSignal.timeout(this.patience.whole) });
    } catch (error) {
      throw failureOf(error as NodemailerError);
    }
  }

  onApplicationShutdown(): void {
    this.transporter.close();
  }
}

/** A password is not sent over a connection that anybody can read, unless `?requireTLS=false` says so. */
function needsTls(url: string): boolean {
  const { hostname, username } = new URL(url);
  return username !== '' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function failureOf(error: NodemailerError): DeliveryFailed {
  const { responseCode = 0, command = '' } = error;
  const aboutRecipient = command === 'RCPT TO' || command === 'DATA';
  const permanent = aboutRecipient && responseCode >= 500 && !OUR_FAULT.has(responseCode);
  const reason = error.code === 'EABORT' ? 'The mail server did not finish in time.' : error.message;
  return new DeliveryFailed(reason, permanent, { cause: error });
}
