import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { Clock } from '#kernel';
import { AuditTrail } from './audit-trail.service.js';
import { Member } from './member.entity.js';
import { endLinks, findInvitations, markJoined } from './staff.queries.js';

/** Who may come in, whichever way they sign in. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Members who are not disabled, and invited people as long as their invitation can be accepted. */
  async mayEnter(memberId: string): Promise<boolean> {
    const member = await this.database.reader.findOneBy(Member, { id: memberId });
    if (!member || member.disabledAt) return false;
    if (member.joinedAt) return true;
    return (await findInvitations(this.database.reader, [memberId], this.clock.now())).length > 0;
  }

  /** Whoever was invited and comes in by the provider has accepted. */
  async enter(memberId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const member = await tx.findOne(Member, { where: { id: memberId }, lock: { mode: 'pessimistic_write' } });
      if (member && !member.joinedAt) this.join(tx, member, null);
    });
  }

  /** The invitation is accepted. */
  join(tx: Tx, { id, name }: Member, address: string | null): void {
    const joinedAt = this.clock.now();
    markJoined(tx, id, joinedAt);
    endLinks(tx, id, joinedAt);
    const actor = { kind: 'person', id, name, address } as const;
    this.audit.record(tx, actor, { kind: 'staff.joined', subjectId: id, after: { joinedAt: joinedAt.toISOString() } });
  }
}
