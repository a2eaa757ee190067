import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { WaitView } from '#contracts';
import type { Tx } from '#database';
import type { CandidateMessage } from '#mail';
import { Links } from '#registration';
import { WaitingLinks, WaitingViews } from '#waiting-list';
import { type Teller, Tellers, type Telling } from '../tellers.js';
import { findNews, findWaitedFor } from './waiting-facts.queries.js';
import { WAITING_LETTERS } from './waiting-letters.js';

/**
 * Writes to parties that wait. It locks nothing: while the mail server answers, the next party must be able to get its
 * places. A mail that is overtaken meanwhile does no harm, since its link shows how things stand.
 */
@Injectable()
export class WaitingTeller implements Teller, OnModuleInit {
  readonly kind = 'waiting-list-entry';

  constructor(
    private readonly tellers: Tellers,
    private readonly views: WaitingViews,
    private readonly waitingLinks: WaitingLinks,
    private readonly links: Links,
  ) {}

  onModuleInit(): void {
    this.tellers.add(this);
  }

  async tell(tx: Tx, { eventId, candidate, kind }: CandidateMessage): Promise<Telling> {
    const entry = await this.views.one(candidate.id, tx);
    const event = await findWaitedFor(tx, eventId);
    const letter = WAITING_LETTERS[kind];
    if (!event || !letter) return { failed: 'There is no such event or letter.' };
    if (!isTrue(kind, entry)) return 'superseded';
    const news = await findNews(tx, entry.id, eventId);
    const links = { link: this.waitingLinks.url(entry.id), eventUrl: this.links.eventUrl(event.slug) };
    const facts = { event, entry, news, ...links };
    // Nobody has vouched for what was typed with an address that is not confirmed.
    const name = entry.state === 'unverified' ? '' : entry.contact.name;
    return { send: { content: letter(facts), name, contact: event.email } };
  }
}

/** Whether what the mail says still holds. */
function isTrue(kind: CandidateMessage['kind'], { state, offer, lastOffer, endReason }: WaitView): boolean {
  switch (kind) {
    case 'waiting':
      return state === 'waiting' || state === 'unverified';
    case 'waiting-changed':
      return state === 'waiting';
    case 'offer':
    case 'offer-changed':
      return offer !== null;
    case 'offer-ended':
      return endReason === 'expired' || (state === 'waiting' && lastOffer?.state === 'withdrawn');
    case 'waiting-ended':
      return state === 'ended';
    default:
      return false;
  }
}
