import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { AlsoTold, type ChangedSessions } from '#registration';
import { WORKER } from '#staff';
import { endBeforeStart, findInLine, findOffered, type HurriedOffer } from './changes-told.queries.js';
import { LEAST, ON_THE_WAY } from './deadline.js';
import { Decisions } from './decisions.service.js';
import { Line } from './line.service.js';
import { TOO_LATE_MS } from './lines-due.service.js';

/** Has parties told that wait, or are offered places, when what they wait for is at another time or place. */
@Injectable()
export class ChangesToldToWaiting implements OnModuleInit {
  constructor(
    private readonly others: AlsoTold,
    private readonly decisions: Decisions,
    private readonly line: Line,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const candidate = 'waiting-list-entry';
    this.others.add({
      ...{ candidate, message: 'offer-changed', unsent: ['offer'] },
      before: (tx, changed) => this.hurry(tx, changed),
      find: (tx, changed, after, limit) => findOffered(tx, changed, { after, limit, now: this.clock.now() }),
    });
    this.others.add({
      ...{ candidate, message: 'waiting-changed', unsent: ['waiting'] },
      silence: (tx, { eventId, sessionIds }) => this.line.silence(tx, eventId, sessionIds),
      find: (tx, changed, after, limit) => {
        const soon = new Date(this.clock.now().getTime() + TOO_LATE_MS);
        return findInLine(tx, changed, { after, limit, soon });
      },
    });
  }

  /** The time that an offer names is a promise, and stays; only where the session begins before that it cannot. */
  private async hurry(tx: Tx, changed: ChangedSessions): Promise<void> {
    const now = this.clock.now();
    const hurried = await endBeforeStart(tx, changed, { now, onTheWayMs: ON_THE_WAY, leastMs: LEAST });
    this.decisions.note(tx, WORKER, hurried.map(hurrying));
  }
}

function hurrying({ entryId, eventId, sessionId, people, expiresAt }: HurriedOffer) {
  const reason = 'The session begins earlier, so places are kept for a shorter time.';
  const after = { sessionId, people, expiresAt: expiresAt.toISOString() };
  return { kind: 'changed' as const, entryId, eventId, sessionId, people, reason, after };
}
