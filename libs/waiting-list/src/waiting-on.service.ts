import { Injectable } from '@nestjs/common';
import { emailKey } from '#contracts';
import { LookAgain, type Tx } from '#database';
import { Clock } from '#kernel';
import { Decisions } from './decisions.service.js';
import { Ending } from './ending.service.js';
import type { Arrival, Arrived, NewParty } from './entering.service.js';
import { lockLive, renew } from './entries.queries.js';
import type { NewWish } from './line.queries.js';
import { Line } from './line.service.js';

/** Parties that come to the line of more sessions, and have an entry in the event already: each address has one. */
@Injectable()
export class WaitingOn {
  constructor(
    private readonly line: Line,
    private readonly decisions: Decisions,
    private readonly ending: Ending,
    private readonly clock: Clock,
  ) {}

  /** Whatever was typed with these addresses and that nobody has vouched for is over: it stands in no line. */
  async makeWay(tx: Tx, { parties }: Arrival): Promise<void> {
    const live = await lockLive(tx, parties[0]!.eventId, parties.flatMap(keyOf));
    const unverified = live.filter(({ state }) => state === 'unverified').map(({ id }) => id);
    if (unverified.length > 0) await this.ending.forgetUnverified(tx, unverified);
  }

  /**
   * Each stands in the new lines at the rank that it would have had, and where it stood in those that it has; who is
   * offered places does so once they decline these. Answers the entries by the ids of the parties. Throws LookAgain.
   */
  async addAll(
    tx: Tx,
    { pools, by, reason }: Arrival,
    passedBy: Arrived['passedBy'],
  ): Promise<ReadonlyMap<string, string>> {
    if (passedBy.length === 0) return new Map();
    const { eventId } = passedBy[0]!.party;
    const live = await lockLive(
      tx,
      eventId,
      passedBy.flatMap(({ party }) => keyOf(party)),
    );
    const entryOf = new Map(live.map(({ id, emailKey: key }) => [key, id]));
    // Over or begun since the others were entered.
    if (live.some(({ state }) => state === 'unverified')) throw new LookAgain();
    const wishes = passedBy.flatMap(({ party, rank }) => {
      const entryId = entryOf.get(keyOf(party)[0]!);
      if (!entryId) throw new LookAgain();
      return party.sessionIds.map((sessionId) => ({ entryId, eventId, sessionId, rank }));
    });
    const added = await this.line.joinMore(tx, eventId, onceEach(wishes), pools);
    await this.note(tx, added, { by, reason });
    return new Map(passedBy.map(({ party }) => [party.id, entryOf.get(keyOf(party)[0]!)!]));
  }

  private async note(tx: Tx, added: readonly NewWish[], { by, reason }: Pick<Arrival, 'by' | 'reason'>): Promise<void> {
    if (added.length === 0) return;
    const { eventId } = added[0]!;
    const byEntry = Map.groupBy(added, ({ entryId }) => entryId);
    await renew(tx, eventId, [...byEntry.keys()], this.clock.now());
    const changes = [...byEntry].map(([entryId, wishes]) => ({
      ...{ kind: 'changed' as const, entryId, eventId },
      reason: [reason, 'Waits for more sessions.'].filter(Boolean).join(' '),
      after: { sessionIds: wishes.map(({ sessionId }) => sessionId) },
    }));
    this.decisions.note(tx, by, changes);
  }
}

function keyOf({ contact: { email } }: NewParty): string[] {
  return email === undefined ? [] : [emailKey(email)];
}

/** The first of an entry for a session, if an address comes twice. */
function onceEach<Wish extends Pick<NewWish, 'entryId' | 'sessionId'>>(wishes: readonly Wish[]): Wish[] {
  return [...Map.groupBy(wishes, ({ entryId, sessionId }) => `${entryId} ${sessionId}`).values()].map(([one]) => one!);
}
