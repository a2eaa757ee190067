import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { type Following, WaitingList } from '#waiting-list';
import type { Ballot } from './ballot.entity.js';
import { BallotBook } from './ballot-book.service.js';
import { keepsWaitingList } from './ballots.queries.js';
import type { Unsettled } from './entries.queries.js';
import { EntryDetails } from './entry-details.service.js';

const REASON = 'Was not drawn in the ballot.';

/** The sessions that can be waited for; none where the event keeps no list. */
type Line = ReadonlySet<string>;

/** Those who were not drawn follow on the waiting list, in the order drawn, also who waits in the event already. */
@Injectable()
export class BallotFollowing {
  constructor(
    private readonly book: BallotBook,
    private readonly details: EntryDetails,
    private readonly waitingList: WaitingList,
  ) {}

  /** Locks the pools of the ballot, which come before its entries. */
  async open(tx: Tx, ballot: Ballot): Promise<Line> {
    if (!(await keepsWaitingList(tx, ballot.eventId))) return new Set();
    const ids = (await this.book.sessionsOf(tx, ballot)).map(({ sessionId }) => sessionId);
    const pools = await this.book.lockPools(tx, ballot.eventId, ids);
    const goingOn = await this.book.goingOn(tx, ballot);
    return new Set(ids.filter((id) => goingOn.has(id) && pools.has(id)));
  }

  /** Answers the entries of those who wait now, each for all of its sessions; the mail about the draw tells them. */
  async join(tx: Tx, { eventId }: Ballot, line: Line, entries: readonly Unsettled[]): Promise<ReadonlySet<string>> {
    const able = entries.filter(({ preferences }) => preferences.some((id) => line.has(id)));
    if (able.length === 0) return new Set();
    await this.waitingList.joinAll(tx, {
      parties: able.map((one) => this.partyOf(one, eventId, line)),
      reason: REASON,
      tell: false,
    });
    return new Set(able.map(({ id }) => id));
  }

  private partyOf(entry: Unsettled, eventId: string, line: Line): Following['parties'][number] {
    const { contactName: name, contactEmail: email, contactPhone: phone, partySize } = entry;
    return {
      ...{ eventId, partySize, source: 'ballot', fewerIsFine: false, consented: entry.consentedAt !== null },
      sessionIds: entry.preferences.filter((id) => line.has(id)),
      contact: { name, ...(email !== null && { email }), ...(phone !== null && { phone }) },
      party: this.details.open(entry),
    };
  }
}
