import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntryLinks } from '#ballot';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import type { CandidateMessage } from '#mail';
import { Links } from '#registration';
import { WaitingLinks } from '#waiting-list';
import { type EntryNoticeRow, findEntryNotice } from './ballot-notices.queries.js';
import type { LetterContent } from './letter-content.js';
import { ballotChanged } from './letters/ballot-changed.js';
import { ballotCancelled } from './letters/ballot-cancelled.js';
import { ballotDrawn } from './letters/ballot-drawn.js';
import { ballotEntered, ballotToConfirm, type EntryFacts } from './letters/ballot-entered.js';
import { type Teller, Tellers, type Telling } from './tellers.js';

const CLOSED = 'Entries had closed before the mail could be sent.';

/** Writes to people who have entered a ballot. */
@Injectable()
export class BallotTeller implements Teller, OnModuleInit {
  readonly kind = 'ballot-entry';

  constructor(
    private readonly tellers: Tellers,
    private readonly entries: EntryLinks,
    private readonly links: Links,
    private readonly waiting: WaitingLinks,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tellers.add(this);
  }

  async tell(tx: Tx, { candidate, kind }: CandidateMessage): Promise<Telling> {
    const row = await findEntryNotice(tx, candidate.id);
    if (!row) return { failed: 'The entry is not there any more.' };
    const written = this.write(kind, row);
    if (typeof written === 'string') return written;
    if ('failed' in written) return written;
    // Nobody has vouched for what was typed with an address that is not confirmed.
    const name = row.state === 'unverified' ? '' : row.contactName;
    return { send: { content: written, name, contact: row.contactEmail } };
  }

  private write(
    kind: CandidateMessage['kind'],
    row: EntryNoticeRow,
  ): LetterContent | Exclude<Telling, { send: unknown }> {
    const facts = this.factsOf(row);
    switch (kind) {
      case 'ballot-entered':
        if (row.cancelled || row.drawn) return 'superseded';
        if (row.state === 'entered') return ballotEntered(facts);
        if (row.state !== 'unverified') return 'superseded';
        return row.closed || this.clock.now() >= row.closesAt ? { failed: CLOSED } : ballotToConfirm(facts);
      case 'ballot-changed':
        return row.cancelled || row.drawn || row.state !== 'entered'
          ? 'superseded'
          : ballotChanged(facts, this.clock.now());
      case 'ballot-drawn':
        return row.outcome === null || row.outcome === 'registered' ? 'superseded' : ballotDrawn(facts, row.outcome);
      case 'ballot-cancelled':
        return row.cancelled && row.state === 'entered' ? ballotCancelled(facts) : 'superseded';
      default:
        throw new Error(`A message ${kind} is about no entry of a ballot.`);
    }
  }

  private factsOf(row: EntryNoticeRow): EntryFacts {
    const links = {
      entry: this.entries.entryUrl(row.id),
      ballot: this.entries.ballotUrl(row.ballotId),
      event: this.links.eventUrl(row.eventSlug),
      waiting: row.waitingId === null ? null : this.waiting.url(row.waitingId),
    };
    return { ...row, links };
  }
}
