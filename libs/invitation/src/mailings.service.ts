import { Injectable } from '@nestjs/common';
import type { InvitationMailed, InvitationMailing } from '#contracts';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { type Clerk, EventNotPublished, InvitedParties } from '#registration';
import { AuditTrail } from '#staff';
import { Deputies } from './deputies.service.js';
import type { Invitation } from './invitation.entity.js';
import { MailingChanged } from './invitation.errors.js';
import { type By, InvitationRecords } from './invitation-records.service.js';
import { lockMany, markSent } from './mailing.queries.js';

/** The same done with many invitations at once, in one transaction: a guest list is some hundreds. */
@Injectable()
export class InvitationMailings {
  constructor(
    private readonly deputies: Deputies,
    private readonly parties: InvitedParties,
    private readonly records: InvitationRecords,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** What would be done by this, and to how many; or does it. Throws MailingChanged, EventNotPublished or RegistrationClosed. */
  async many(
    tx: Tx,
    { actor, reach, sight }: Clerk,
    mailing: InvitationMailing,
    preview: boolean,
  ): Promise<InvitationMailed> {
    const { action, filter, expected, tell, reason } = mailing;
    const by = { actor, reason };
    reach.mustCover(filter.eventId, 'event');
    const found = await lockMany(tx, action, filter, sight.sensitive.covers(filter.eventId));
    const reached = action === 'withdraw' ? found : found.filter(({ email }) => email !== null);
    const count = {
      action,
      reaches: reached.length,
      people: reached.reduce((sum, { partySize }) => sum + partySize, 0),
      withoutAddress: found.filter(({ email }) => email === null).length,
    };
    if (preview) return count;
    if (expected !== undefined && expected !== count.reaches) throw new MailingChanged(count.reaches);
    if (action === 'withdraw') for (const { id } of reached) await this.deputies.withdraw(tx, id, by, tell);
    else await this.mail(tx, by, action, reached);
    return count;
  }

  private async mail(tx: Tx, by: By, action: 'send' | 'remind', invitations: readonly Invitation[]): Promise<void> {
    const sessions = new Set(invitations.map(({ sessionId }) => sessionId));
    for (const sessionId of sessions) {
      const facts = await this.parties.facts(tx, sessionId);
      if (!facts) throw new EventNotPublished();
      this.parties.mustBeAnswerable(facts, 'web');
    }
    const ids = invitations.map(({ id }) => id);
    if (action === 'send') await markSent(tx, ids, this.clock.now());
    const kind = action === 'send' ? 'invitation.sent' : 'invitation.reminded';
    const deeds = invitations.map(({ id: subjectId, eventId }) => ({ kind, subjectId, eventId, reason: by.reason }));
    this.audit.record(tx, by.actor, ...deeds);
    await this.records.tell(tx, invitations, action === 'send' ? 'invitation' : 'invitation-reminder');
  }
}
