import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Admission } from '#admission';
import { Database } from '#database';
import { Jobs } from '#jobs';
import { Clock } from '#kernel';
import { AuditTrail, type Deed, WORKER } from '#staff';
import { type ExpiredRegistration, expireRegistrations, findExpired } from './registrations.queries.js';
import { allTogether } from './spaces.js';

/** Gives back the places of registrations whose link was not followed in time. */
@Injectable()
export class UnverifiedExpiry implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly admission: Admission,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('registration.expire-unverified', 1, () => this.expireDue().then(() => undefined));
    this.jobs.repeat('registration.expire-unverified', '* * * * *');
  }

  /** Answers how many people's places were given back; safe to run in several processes at once. */
  async expireDue(): Promise<number> {
    const due = await findExpired(this.database.reader, this.clock.now());
    const pools = Map.groupBy(due, ({ poolId }) => poolId);
    let people = 0;
    for (const [poolId, registrations] of pools) {
      const others = registrations.flatMap(({ elsewhere }) => Object.keys(elsewhere ?? {}));
      people += await this.expireIn(
        [...new Set([poolId, ...others])],
        registrations.map(({ id }) => id),
      );
    }
    return people;
  }

  /** Who has come to be counted elsewhere since waits for the next time. */
  private async expireIn(poolIds: readonly string[], ids: readonly string[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      const pools = await this.admission.lock(tx, poolIds);
      const expired = await expireRegistrations(tx, poolIds, ids, this.clock.now());
      const given = allTogether(expired);
      for (const [poolId, people] of given) await this.admission.giveBack(tx, pools.get(poolId)!, people);
      this.audit.record(tx, WORKER, ...expired.filter(({ standsInFor }) => standsInFor === null).map(expiryOf));
      return expired.reduce((sum, { partySize }) => sum + partySize, 0);
    });
  }
}

function expiryOf({ id: subjectId, eventId }: ExpiredRegistration): Deed {
  const after = { state: 'cancelled', cancelledBy: 'expiry' };
  return { kind: 'registration.expired', subjectId, eventId, before: { state: 'unverified' }, after };
}
