import { Injectable } from '@nestjs/common';
import { Addresses } from './addresses.js';
import { composeMail } from './compose-mail.js';
import type { Letter } from './letter.js';
import { MailTransport } from './transport.js';

@Injectable()
export class Mailer {
  constructor(
    readonly addresses: Addresses,
    private readonly transport: MailTransport,
  ) {}

  /** Throws `DeliveryFailed`. A letter that is sent again has the same Message-ID. */
  async send(letter: Letter, sentAt: Date): Promise<void> {
    await this.transport.deliver(composeMail(letter, this.addresses, sentAt));
  }
}
