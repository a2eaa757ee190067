import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#database';
import { Jobs } from '#jobs';
import { Clock } from '#kernel';
import { AuditTrail, WORKER } from '#staff';
import { findProgress, finishAction } from './bulk-actions.queries.js';
import { BulkItems } from './bulk-items.service.js';

/** What the job `bulk.work` carries. */
export interface BulkJob {
  readonly eventId: string;
  readonly bulkActionId: string;
}

/** So many, and the job makes way for others. */
const PER_JOB = 200;

/** Works through bulk actions in the background. */
@Injectable()
export class BulkWork implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly items: BulkItems,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle<BulkJob>('bulk.work', 1, (job) => this.work(job));
  }

  async work(job: BulkJob): Promise<void> {
    for (let count = 0; count < PER_JOB; count++) {
      if (!(await this.items.next(job.bulkActionId))) return this.finish(job);
    }
    await this.database.transaction((tx) => this.jobs.enqueue(tx, 'bulk.work', [job]));
  }

  /** Unless somebody else still has one in hand, who then does this. */
  private async finish({ eventId, bulkActionId: subjectId }: BulkJob): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await finishAction(tx, subjectId, this.clock.now()))) return;
      const [{ done, refused } = { done: 0, refused: 0 }] = await findProgress(tx, [subjectId]);
      this.audit.record(tx, WORKER, { kind: 'bulk-action.done', subjectId, eventId, after: { done, refused } });
    });
  }
}
