import { Injectable } from '@nestjs/common';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { BuiltInMailbox } from './built-in-mailbox.js';
import { MailTransport } from './transport.js';

/** Keeps every mail in the built-in mailbox, written by the same code that would send it. */
@Injectable()
export class MailboxTransport extends MailTransport {
  private readonly writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(private readonly mailbox: BuiltInMailbox) {
    super();
  }

  async deliver(mail: SendMailOptions): Promise<void> {
    const { message } = await this.writer.sendMail(mail);
    await this.mailbox.keep(message as Buffer);
  }
}
