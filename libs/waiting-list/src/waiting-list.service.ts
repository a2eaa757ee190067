import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { newId } from '#kernel';
import { type Actor, WORKER } from '#staff';
import { Entering, type NewParty } from './entering.service.js';
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
  ) {}

  /**
   * Puts many parties at the end of the line in the given order, by a few statements for all of them, in the caller's
   * transaction. It asks nothing: not whether the event keeps a list, nor whether the sessions are full; from now on what
   * is free in them goes to those who wait. Their addresses count as vouched for. An address that waits in the event
   * already is passed by. It locks the public pools of all the sessions in the order of their ids (again, if the caller
   * has them), so no other pool of the event may be locked after it. Answers the ids of those who wait now.
   */
  async joinAll(tx: Tx, { parties, reason, by = WORKER, tell }: Following): Promise<string[]> {
    const sessionIds = [...new Set(parties.flatMap((party) => party.sessionIds))];
    const pools = await this.wished.lockPools(tx, sessionIds);
    const verified = parties.map((party) => ({ ...party, id: newId(), verified: true }));
    return this.entering.enterAll(tx, { parties: verified, pools, by, reason, tell });
  }
}
