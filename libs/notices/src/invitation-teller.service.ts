import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LetterPreview, LetterPreviewBody } from '#contracts';
import type { Tx } from '#database';
import { type InvitationFacts, InvitationLetterFacts, InvitationLinks, mustBeKnown } from '#invitation';
import { Clock } from '#kernel';
import type { CandidateMessage } from '#mail';
import type { LetterContent } from './letter-content.js';
import {
  calledOffLetter,
  changedLetter,
  declinedLetter,
  invitationLetter,
  withdrawnLetter,
} from './letters/invitation.js';
import { type Teller, type Telling, Tellers } from './tellers.js';
import { setLetter } from './write-letter.js';

/** Writes to those who are invited, about how their invitation stands when the mail is sent, and shows what it would be. */
@Injectable()
export class InvitationTeller implements Teller, OnModuleInit {
  readonly kind = 'invitation';

  constructor(
    private readonly facts: InvitationLetterFacts,
    private readonly links: InvitationLinks,
    private readonly tellers: Tellers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tellers.add(this);
  }

  /** Whoever has answered is not asked, whatever was queued before. */
  async tell(tx: Tx, { candidate, kind, recipient }: CandidateMessage): Promise<Telling> {
    const facts = await this.facts.held(tx, candidate.id, kind === 'invitation-reminder' ? 'reminder' : 'invitation');
    if (!facts || facts.draft || facts.email?.toLowerCase() !== recipient.toLowerCase()) return 'superseded';
    const content = this.contentOf(kind, facts);
    return content ? { send: { content, name: facts.name, contact: facts.contactEmail } } : 'superseded';
  }

  /** The letter as this guest would have it now. Throws NotFound or InvalidInput: it has a field that there is not. */
  async preview(tx: Tx, id: string, { kind, ...words }: LetterPreviewBody): Promise<LetterPreview> {
    mustBeKnown(words);
    const facts = await this.facts.seen(tx, id, kind);
    const given = Object.fromEntries(Object.entries(words).filter(([, text]) => text !== undefined));
    // The link of a guest is not for whoever looks at the letter.
    const url = this.links.sampleUrl();
    return { to: facts.email, ...setLetter(invitationLetter(facts, kind, url, given)) };
  }

  private contentOf(kind: CandidateMessage['kind'], facts: InvitationFacts): LetterContent | undefined {
    const url = this.links.url(facts);
    const open = facts.state === 'pending' && !facts.cancelled && this.clock.now() < facts.startsAt;
    switch (kind) {
      case 'invitation':
        return open ? invitationLetter(facts, 'invitation', url) : undefined;
      case 'invitation-reminder':
        return open ? invitationLetter(facts, 'reminder', url) : undefined;
      case 'invitation-changed':
        return open ? changedLetter(facts, url, this.clock.now()) : undefined;
      case 'invitation-declined':
        return facts.state === 'declined' ? declinedLetter(facts, url) : undefined;
      case 'invitation-withdrawn':
        if (facts.state === 'pending' && facts.cancelled) return calledOffLetter(facts);
        return facts.state === 'withdrawn' ? withdrawnLetter(facts) : undefined;
      default:
        return undefined;
    }
  }
}
