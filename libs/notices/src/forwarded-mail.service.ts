import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { DeliveryFailed, Mailer } from '#mail';
import { type ForwardJob, InboundPost } from '#replies';
import { forwardedMail } from './letters/forwarded-mail.js';
import { setLetter } from './write-letter.js';

/** Sends on to the contact of an event what a guest wrote by hand. */
@Injectable()
export class ForwardedMail {
  private readonly log = new Logger('ForwardedMail');

  constructor(
    private readonly post: InboundPost,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** Sends nothing if the mail is kept no more. Throws DeliveryFailed if it makes sense to try again. */
  async send(job: ForwardJob): Promise<void> {
    const found = await this.post.opened(job);
    if (!found) return;
    const letter = {
      messageId: job.inboundId,
      to: { name: '', address: found.contactEmail },
      replyTo: found.mail.from,
      ...setLetter(forwardedMail(found)),
    };
    try {
      await this.mailer.send(letter, this.clock.now());
    } catch (error) {
      if (!(error instanceof DeliveryFailed) || !error.permanent) throw error;
      this.log.warn({ inboundId: job.inboundId }, 'A mail of a guest could not be sent on.');
    }
  }
}
