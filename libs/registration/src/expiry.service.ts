import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Admission } from '#admission';
import { Database } from '#database';
import { Jobs } from '#jobs';
import { Clock } from '#kernel';
import { expireRegistrations, findExpired } from './registrations.queries.js';

/** Gives back the places of registrations whose link was not followed in time. */
@Injectable()
export class UnverifiedExpiry implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly admission: Admission,
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
      people += await this.expireIn(
        poolId,
        registrations.map(({ id }) => id),
      );
    }
    return people;
  }

  private async expireIn(poolId: string, ids: readonly string[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      const pools = await this.admission.lock(tx, [poolId]);
      const people = await expireRegistrations(tx, poolId, ids, this.clock.now());
      if (people > 0) await this.admission.giveBack(tx, pools.get(poolId)!, people);
      return people;
    });
  }
}
