import { Injectable } from '@nestjs/common';
import { insertRows, type Tx } from '#database';
import { Clock, newId } from '#kernel';
import { type Actor, AuditTrail } from '#staff';
import { Decision } from './decision.entity.js';

export interface NewDecision {
  readonly kind: DecisionKind;
  readonly entryId: string;
  readonly eventId: string;
  readonly sessionId?: string | undefined;
  readonly people?: number | undefined;
  readonly reason: string;
  /** For the audit trail: the properties that the decision changes. */
  readonly before?: object | undefined;
  readonly after?: object | undefined;
}

type DecisionKind =
  | 'joined'
  | 'confirmed'
  | 'changed'
  | 'prioritised'
  | 'offered'
  | 'saved-for'
  | 'passed-by'
  | 'accepted'
  | 'declined'
  | 'expired'
  | 'withdrawn'
  | 'returned'
  | 'left'
  | 'ended';

/** The log of what was decided and why, which only grows; each is in the audit trail and the feed of changes as well. */
@Injectable()
export class Decisions {
  constructor(
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  note(tx: Tx, by: Actor, decisions: readonly NewDecision[]): void {
    if (decisions.length === 0) return;
    const at = this.clock.now();
    const rows = decisions.map(({ kind, entryId, eventId, sessionId = null, people = null, reason }) => ({
      ...{ id: newId(), eventId, entryId, sessionId, at, kind, people, reason },
      ...{ byKind: by.kind, byName: by.name },
    }));
    insertRows(tx, Decision, rows);
    const deeds = decisions.map(({ kind, entryId, eventId, reason, before, after, sessionId, people }) => ({
      ...{ kind: `waiting-list-entry.${kind}`, subjectId: entryId, eventId, reason, before },
      after: after ?? { ...(sessionId && { sessionId }), ...(people && { people }) },
    }));
    this.audit.record(tx, by, ...deeds);
  }
}
