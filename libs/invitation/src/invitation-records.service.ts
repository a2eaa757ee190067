import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { Outbox } from '#mail';
import { type Actor, AuditTrail } from '#staff';
import { Invitation } from './invitation.entity.js';
import { noted } from './noted.js';

type Letter = 'invitation' | 'invitation-reminder' | 'invitation-declined' | 'invitation-withdrawn';

/** By whom something is done to an invitation, and why. */
export interface By {
  readonly actor: Actor;
  readonly reason?: string | undefined;
}

/** The only writer of `invitations`: the row, the note of who did it, and what its guest is told, in one transaction. */
@Injectable()
export class InvitationRecords {
  constructor(
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async make(
    tx: Tx,
    { actor, reason }: By,
    row: Omit<Invitation, 'version' | 'createdAt' | 'updatedAt'>,
  ): Promise<Invitation> {
    const now = this.clock.now();
    const made: Invitation = { ...row, version: 1, createdAt: now, updatedAt: now };
    await tx.insert(Invitation, made);
    const { id: subjectId, eventId } = made;
    this.audit.record(tx, actor, { kind: 'invitation.made', subjectId, eventId, after: noted(made), reason });
    return made;
  }

  /** `kind` is what has become of it: `accepted`. */
  async change(
    tx: Tx,
    { actor, reason }: By,
    before: Invitation,
    kind: string,
    change: Partial<Invitation>,
  ): Promise<Invitation> {
    const after: Invitation = { ...before, ...change, version: before.version + 1, updatedAt: this.clock.now() };
    const { id, eventId } = before;
    const { version, updatedAt } = after;
    await tx.update(Invitation, { id, eventId }, { ...change, version, updatedAt });
    const states = { before: noted(before), after: noted(after) };
    this.audit.record(tx, actor, { kind: `invitation.${kind}`, subjectId: id, eventId, ...states, reason });
    return after;
  }

  /** Who has no address is told by the team. */
  async tell(
    tx: Tx,
    invitations: readonly Pick<Invitation, 'id' | 'eventId' | 'email'>[],
    kind: Letter,
  ): Promise<void> {
    const letters = invitations.map(({ id, eventId, email: recipient }) => ({
      ...{ eventId, candidate: { kind: 'invitation' as const, id }, kind, recipient },
    }));
    await this.outbox.put(tx, letters);
  }
}
