import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '#jobs';
import type { LookJob } from './line.service.js';
import { LookingAround } from './looking-around.service.js';
import { Offering } from './offering.service.js';

/** The jobs of the waiting list. */
@Injectable()
export class WaitingWork implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly offering: Offering,
    private readonly around: LookingAround,
  ) {}

  onModuleInit(): void {
    this.jobs.handle<LookJob>('waiting-list.offer', 2, (job) => this.offering.offerIn(job).then(() => undefined));
    this.jobs.handle('waiting-list.settle-due', 1, () => this.around.settleDue());
    this.jobs.repeat('waiting-list.settle-due', '* * * * *');
  }
}
