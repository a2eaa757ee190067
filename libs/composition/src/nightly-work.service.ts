import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IdempotencyKeys } from '#database';
import { Jobs } from '#jobs';
import { KeyRotation } from '#kernel';
import { InboundPost } from '#replies';

/** What lies below the jobs and so cannot leave jobs itself, done once a night. */
@Injectable()
export class NightlyWork implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly keys: IdempotencyKeys,
    private readonly rotation: KeyRotation,
    private readonly post: InboundPost,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('nightly.forget', 1, () => this.forget());
    this.jobs.repeat('nightly.forget', '17 3 * * *');
    this.jobs.handle('nightly.seal', 1, () => this.sealWhatIsOpen());
    this.jobs.repeat('nightly.seal', '47 3 * * *');
  }

  /** What is left by a question that was made sensitive later, by an earlier version, or by an older key. */
  private async sealWhatIsOpen(): Promise<void> {
    const failed = (await this.rotation.run()).find(({ failure }) => failure);
    if (failed?.failure) throw failed.failure;
  }

  private async forget(): Promise<void> {
    await this.keys.forgetOld();
    await this.post.forgetOld();
  }
}
