import { Injectable } from '@nestjs/common';
import { emailKey } from '#contracts';
import type { Tx } from '#database';
import { Jobs } from '#jobs';
import { Clock } from '#kernel';
import { BounceMarks, NoticeQueue } from '#registration';
import type { Decision } from './decision.js';
import { Declines } from './declines.service.js';
import { findRecipient, type FoundInvitation, wasAskedSince } from './replies.queries.js';

type Bounced = Extract<Decision, { kind: 'bounced' }>;

const DAY_MS = 24 * 60 * 60_000;

/** The registration that a mail is about. */
export type About = FoundInvitation & { readonly registrationId: string };

export interface ForwardJob {
  readonly inboundId: string;
  readonly eventId: string;
}

/** Does what is decided about a mail, in the transaction that writes the decision down. */
@Injectable()
export class Consequences {
  constructor(
    private readonly declines: Declines,
    private readonly bounces: BounceMarks,
    private readonly notices: NoticeQueue,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Answers why, in a sentence, with what became of it. */
  async of(tx: Tx, decision: Decision, about: About | undefined, forward: ForwardJob): Promise<string> {
    if (!about) return decision.why;
    switch (decision.kind) {
      case 'bounced':
        return this.noteBounce(tx, decision, about);
      case 'for-people':
        await this.jobs.enqueue(tx, 'replies.forward', [forward]);
        return `${decision.why} It was sent on to ${about.contactEmail}.`;
      case 'doubtful':
        return this.ask(tx, decision.why, about);
      case 'declined':
        await this.declines.note(tx, { ...about, sequence: about.calendarSequence });
        return decision.why;
      case 'noted':
        if (decision.answer.attendees[0]?.partStat === 'ACCEPTED')
          await this.declines.takeBack(tx, about.registrationId);
        return decision.why;
      case 'filed':
        return decision.why;
    }
  }

  /** What came back is known by its Message-ID; a report without one is about the address that they have now. */
  private async noteBounce(tx: Tx, { why, reason, returned }: Bounced, about: About): Promise<string> {
    const { registrationId, eventId } = about;
    const recipient = returned === undefined ? undefined : await findRecipient(tx, registrationId, returned);
    const key = recipient === undefined ? about.emailKey : emailKey(recipient);
    const marked = await this.bounces.mark(tx, { registrationId, eventId, emailKey: key, reason });
    return marked ? why : `${why} It was sent to an address that they have changed since.`;
  }

  /** At most once a day, or a stranger who has seen an invitation could have us write to its guest as they like. */
  private async ask(tx: Tx, why: string, { registrationId, eventId, recipient }: About): Promise<string> {
    const since = new Date(this.clock.now().getTime() - DAY_MS);
    if (await wasAskedSince(tx, registrationId, since)) return `${why} They were asked within a day already.`;
    await this.notices.put(tx, [
      { eventId, registrationId, recipient, kind: 'decline-doubted', calendarSequence: null },
    ]);
    return why;
  }
}
