import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { countJobs, type QueueLength } from './queue-lengths.queries.js';
import { QUEUES } from './queues.js';

const STATES = ['created', 'retry', 'active', 'failed'] as const;

/** How many jobs wait, are tried again, are being done or were given up, over all processes. */
@Injectable()
export class QueueLengths {
  constructor(private readonly database: Database) {}

  /** Of every queue and state, empty ones too; read anew each time. */
  async read(): Promise<QueueLength[]> {
    const found = await countJobs(this.database.reader);
    return QUEUES.flatMap(({ name: queue }) =>
      STATES.map((state) => ({
        queue,
        state,
        jobs: found.find((one) => one.queue === queue && one.state === state)?.jobs ?? 0,
      })),
    );
  }
}
