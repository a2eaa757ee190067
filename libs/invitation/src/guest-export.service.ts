import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { AdminInvitation, InvitationFilter } from '#contracts';
import { Database } from '#database';
import { Clock, NOWHERE } from '#kernel';
import type { Sight } from '#registration';
import { type Actor, AuditTrail, Reach } from '#staff';
import { type Cell, csvOf } from '#tables';
import { InvitationListing } from './listing.service.js';

const COLUMNS: readonly (readonly [header: string, cell: (invitation: AdminInvitation) => Cell])[] = [
  ['Precedence', ({ precedence }) => precedence],
  ['Salutation', ({ salutation }) => salutation],
  ['Title', ({ title }) => title],
  ['Name', ({ name }) => name],
  ['Organisation', ({ organisation }) => organisation],
  ['E-mail', ({ email }) => email],
  ['Language', ({ language }) => language],
  ['Party size', ({ partySize }) => partySize],
  ['State', ({ state }) => state],
  ['Coming', ({ coming }) => coming],
  ['Answered at', ({ answeredAt }) => answeredAt],
  ['Answered by', ({ source }) => source],
  ['Sent at', ({ sentAt }) => sentAt],
];

/** Guest lists on their way out, with what was answered. Pools and notes stay in, whoever asks. */
@Injectable()
export class GuestExport {
  constructor(
    private readonly database: Database,
    private readonly listing: InvitationListing,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Notes who takes what before the first row leaves, with the event if it is theirs. */
  async csv(
    by: Actor,
    filter: InvitationFilter,
    reach: Reach,
  ): Promise<{ readonly name: string; readonly content: Readable }> {
    await this.database.transaction(async (tx) => {
      const eventId = reach.within(filter.eventId);
      const subject = { subjectId: eventId ?? NOWHERE, eventId };
      this.audit.record(tx, by, { kind: 'invitations.exported', ...subject, after: { filter } });
    });
    const nothing = new Reach([]);
    const sight: Sight = { sensitive: nothing, writing: nothing };
    const content = csvOf({ header: COLUMNS.map(([header]) => header), batches: this.batches(filter, reach, sight) });
    return { name: `invitations-${this.clock.now().toISOString().slice(0, 10)}.csv`, content };
  }

  private async *batches(filter: InvitationFilter, reach: Reach, sight: Sight) {
    for await (const page of this.listing.all(filter, reach, sight)) {
      yield page.map((invitation) => COLUMNS.map(([, cell]) => cell(invitation)));
    }
  }
}
