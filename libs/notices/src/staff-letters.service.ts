import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { DeliveryFailed, Mailer } from '#mail';
import { type StaffLetterJob, type StaffLinkFacts, StaffLinks } from '#staff';
import type { LetterContent } from './letter-content.js';
import { teamInvitation } from './letters/team-invitation.js';
import { teamPassword } from './letters/team-password.js';
import { isPrintable } from './words.js';
import { setLetter } from './write-letter.js';

const LETTERS: Readonly<Record<StaffLinkFacts['purpose'], (facts: StaffLinkFacts) => LetterContent>> = {
  invitation: teamInvitation,
  password: teamPassword,
};

/** Mails members of the team their links. No log is kept of it: the link's row says what matters. */
@Injectable()
export class StaffLetters {
  private readonly log = new Logger('StaffLetters');

  constructor(
    private readonly links: StaffLinks,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** Sends nothing if the link works no more. Throws DeliveryFailed if it makes sense to try again. */
  async send({ linkId }: StaffLetterJob): Promise<void> {
    const facts = await this.links.facts(linkId);
    if (!facts) return;
    const to = { name: isPrintable(facts.name) ? facts.name : '', address: facts.email };
    const letter = { messageId: linkId, to, ...setLetter(LETTERS[facts.purpose](facts)) };
    try {
      await this.mailer.send(letter, this.clock.now());
    } catch (error) {
      if (!(error instanceof DeliveryFailed) || !error.permanent) throw error;
      this.log.warn({ linkId }, 'A letter to a member of the team was refused for good.');
    }
  }
}
