import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { newId } from '#kernel';
import { type Actor, WORKER } from '#staff';
import { Entering, type NewParty } from './entering.service.js';
import { WaitingOn } from './waiting-on.service.js';
import { WishedSessions } from './wished-sessions.service.js';

export interface Following {
  /** All of one event, in the order in which they are to stand. */
  readonly parties: readonly Omit<NewParty, 'id' | 'verified'>[];
  /** Why they wait, for the log: "Was not drawn in the ballot." */
  readonly reason: string;
  /** The house itself, if left out. */
  readonly by?: Actor;
  /** Whether each is mailed the link to its entry; they are, if left out. */
  readonly tell?: boolean;
}

/** For other ways to a place that end here: a ballot's parties that were not drawn. */
@Injectable()
export class WaitingList {
  constructor(
    private readonly wished: WishedSessions,
    private readonly entering: Entering,
    private readonly waitingOn: WaitingOn,
  ) {}

  /**
   * Puts many parties at the end of the line in the given order, by a few statements for all of them, in the caller's
   * transaction. It asks nothing: not whether the event keeps a list, nor whether the sessions are full; from now on what
   * is free in them goes to those who wait. Their addresses count as vouched for. An address that waits in the event
   * already keeps its entry, with its party, and waits for these sessions as well; one that nobody has vouched for makes
   * way. It locks the public pools of all the sessions in the order of their ids (again, if the caller has them), so no
   * other pool of the event may be locked after it. Answers the ids of the entries, party by party.
   */
  async joinAll(tx: Tx, { parties, reason, by = WORKER, tell }: Following): Promise<string[]> {
    if (parties.length === 0) return [];
    const sessionIds = [...new Set(parties.flatMap((party) => party.sessionIds))];
    const pools = await this.wished.lockPools(tx, sessionIds);
    const verified = parties.map((party) => ({ ...party, id: newId(), verified: true }));
    const arrival = { parties: verified, pools, by, reason, tell };
    await this.waitingOn.makeWay(tx, arrival);
    const { passedBy } = await this.entering.enterAll(tx, arrival);
    const known = await this.waitingOn.addAll(tx, arrival, passedBy);
    return verified.map(({ id }) => known.get(id) ?? id);
  }
}
