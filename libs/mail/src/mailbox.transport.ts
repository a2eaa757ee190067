import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import type { BuiltInMailbox } from './built-in-mailbox.js';
import type { ComposedMail } from './compose-mail.js';
import { dkimOf, type Signer } from './mail.options.js';
import { MailTransport } from './transport.js';

/** Keeps every mail in the built-in mailbox, written by the same code that would send it. */
@Injectable()
export class MailboxTransport extends MailTransport {
  private readonly writer;

  constructor(
    private readonly mailbox: BuiltInMailbox,
    signer?: Signer,
  ) {
    super();
    const dkim = dkimOf(signer);
    this.writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...(dkim && { dkim }) });
  }

  async deliver(mail: ComposedMail): Promise<void> {
    const { message } = await this.writer.sendMail(mail);
    await this.mailbox.keep(message as Buffer);
  }
}
