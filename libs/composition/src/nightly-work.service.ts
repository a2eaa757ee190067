import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IdempotencyKeys } from '#database';
import { Jobs } from '#jobs';

/** What lies below the jobs and so cannot leave jobs itself, done once a night. */
@Injectable()
export class NightlyWork implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly keys: IdempotencyKeys,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('nightly.forget', 1, () => this.keys.forgetOld());
    this.jobs.repeat('nightly.forget', '17 3 * * *');
  }
}
