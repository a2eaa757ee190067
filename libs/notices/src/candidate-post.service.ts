import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type CandidateMessage, Mailer, type MessageRef } from '#mail';
import type { CandidateLetter } from './tellers.js';
import { isPrintable } from './words.js';
import { setLetter } from './write-letter.js';

/** From a letter about a candidate to a mail. */
@Injectable()
export class CandidatePost {
  constructor(
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** Answers the date of the mail. Throws DeliveryFailed. */
  async send(ref: MessageRef, { recipient }: CandidateMessage, letter: CandidateLetter): Promise<Date> {
    const { content, name, contact } = letter;
    const to = { name: isPrintable(name) ? name : '', address: recipient };
    const date = this.clock.now();
    await this.mailer.send({ messageId: ref.messageId, to, replyTo: contact, ...setLetter(content) }, date);
    return date;
  }
}
