import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { AuditTrail, WORKER } from '#staff';
import { Registration } from './registration.entity.js';

/** What came back, and to whom it was sent. */
export interface Bounced {
  readonly registrationId: string;
  readonly eventId: string;
  /** The address that did not take it, as it is compared; see `emailKey`. */
  readonly emailKey: string;
  /** What the mail server said. */
  readonly reason: string;
}

/** Notes that mail does not reach somebody, so that the team sees it and rings. It never touches their places. */
@Injectable()
export class BounceMarks {
  constructor(
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Answers whether the address was still that of the registration; one that they have left says nothing. */
  async mark(tx: Tx, { registrationId: id, eventId, emailKey, reason }: Bounced): Promise<boolean> {
    const bounced = { bouncedAt: this.clock.now(), bounceReason: reason };
    const { affected } = await tx.update(Registration, { id, eventId, emailKey }, bounced);
    if (affected === 0) return false;
    this.audit.record(tx, WORKER, { kind: 'registration.bounced', subjectId: id, eventId, reason });
    return true;
  }
}
