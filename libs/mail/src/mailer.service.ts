import { Injectable } from '@nestjs/common';
import { Addresses } from './addresses.js';
import { composeMail } from './compose-mail.js';
import type { Letter, RegistrationLetter } from './letter.js';
import type { Correspondent } from './mail.options.js';
import { MailTransport } from './transport.js';

@Injectable()
export class Mailer {
  constructor(
    private readonly addresses: Addresses,
    private readonly transport: MailTransport,
  ) {}

  /** Who a calendar object about the registration names as its organizer; people answer to the same address. */
  organizer(registrationId: string, contact: string): Correspondent {
    return { name: this.addresses.from.name, address: this.addresses.answersTo(registrationId, contact) };
  }

  /** Whether calendars' answers come to an address of ours, and not to the event's contact. */
  get readsAnswers(): boolean {
    return this.addresses.readsAnswers;
  }

  /** Throws `DeliveryFailed`. A letter that is sent again has the same Message-ID. */
  async send(letter: Letter | RegistrationLetter, sentAt: Date): Promise<void> {
    await this.transport.deliver(composeMail(letter, this.addresses, sentAt));
  }
}
