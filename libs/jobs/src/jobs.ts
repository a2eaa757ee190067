import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type ConnectionOptions, type Job, type JobResult, PgBoss } from 'pg-boss';
import { SILENCE, type Tx, writeText } from '#database';
import { logContext } from '#kernel';
import { QUEUES, type QueueName } from './queues.js';

export interface JobsOptions {
  readonly url: string;
  /** Whether this process works on jobs, or only leaves them. */
  readonly works: boolean;
  readonly connections: number;
}

export interface EnqueueOptions {
  /** A moment, or seconds from now by the clock of the database. */
  readonly startAfter?: Date | number;
}

interface Handler {
  readonly name: QueueName;
  readonly atOnce: number;
  readonly work: (data: never) => Promise<void>;
}

/** Jobs fetched together: pg-boss asks at once for more only after a full batch of several. */
const BATCH = 2;
/** How often a worker says that it still has its jobs, and how often it looks for those of a dead one. */
const BEAT_SECONDS = 5;
const LOOK_SECONDS = 10;
/** How long running jobs may take to finish at shutdown; what is left is done by another worker. */
const STOP_MS = 20_000;

/**
 * Durable jobs in PostgreSQL. A job commits with the transaction that leaves it, runs at least
 * once, and may run twice: handlers must not mind.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Jobs');
  private readonly boss: PgBoss;
  private readonly handlers: Handler[] = [];
  private readonly schedules: { readonly name: QueueName; readonly cron: string }[] = [];

  constructor(private readonly options: JobsOptions) {
    this.boss = new PgBoss({
      ...SILENCE,
      connectionString: options.url,
      application_name: 'gatehouse jobs',
      max: options.connections,
      migrate: false,
      createSchema: false,
      supervise: options.works,
      schedule: options.works,
      superviseIntervalSeconds: LOOK_SECONDS,
      monitorIntervalSeconds: LOOK_SECONDS,
    });
    this.boss.on('error', (error) => this.log.error(error.message));
  }

  /** Whether this process works on jobs, or only leaves them. */
  get works(): boolean {
    return this.options.works;
  }

  /** Makes the schema and the queues. Called once, under the lock of the migrations. */
  static async prepare(url: string): Promise<void> {
    const boss = new PgBoss({ connectionString: url, max: 2, supervise: false, schedule: false });
    boss.on('error', () => {}); // the failing call itself throws
    await boss.start();
    for (const queue of QUEUES) {
      if (await boss.getQueue(queue.name)) await boss.updateQueue(queue.name, queue);
      else await boss.createQueue(queue.name, queue);
    }
    await boss.stop({ graceful: false });
  }

  /** Leaves the jobs inside the caller's transaction: they exist if and only if it commits. */
  async enqueue(tx: Tx, name: QueueName, data: readonly object[], options: EnqueueOptions = {}): Promise<void> {
    if (data.length === 0) return;
    const jobs = data.map((one) => ({ data: one, ...options }));
    await this.boss.insert(name, jobs, { db: onTransaction(tx) });
  }

  /** Registers what to do with the jobs of a queue; `atOnce` of them run side by side in this process. */
  handle<T extends object>(name: QueueName, atOnce: number, work: (data: T) => Promise<void>): void {
    this.handlers.push({ name, atOnce, work });
  }

  /** Leaves an empty job at each time of the cron line (UTC), once over all processes. */
  repeat(name: QueueName, cron: string): void {
    this.schedules.push({ name, cron });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.boss.start();
    if (!this.options.works) return;
    for (const { name, cron } of this.schedules) await this.boss.schedule(name, cron);
    for (const { name, atOnce, work } of this.handlers) {
      // A full batch is followed by the next at once; an empty queue is asked again each second.
      const pace = { localConcurrency: atOnce, batchSize: BATCH, burstWhenBatchFull: true, pollingIntervalSeconds: 1 };
      const ways = { ...pace, perJobResults: true, heartbeatRefreshSeconds: BEAT_SECONDS } as const;
      await this.boss.work(name, ways, (batch) => this.workThrough(name, batch, work));
    }
  }

  /** One after the other; a job that fails is tried again alone. */
  private async workThrough(
    name: QueueName,
    batch: readonly Job<unknown>[],
    work: Handler['work'],
  ): Promise<JobResult[]> {
    const results: JobResult[] = [];
    for (const { id, data } of batch) {
      try {
        await logContext.run({ jobId: id, queue: name }, () => work(data as never));
        results.push({ id, status: 'completed' });
      } catch (error) {
        this.log.error({ err: error, jobId: id, queue: name }, `A job of ${name} failed.`);
        results.push({ id, status: 'failed' });
      }
    }
    return results;
  }

  /** After the last request, which may still leave jobs, and before the database closes. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: STOP_MS });
  }
}

function onTransaction(tx: Tx): NonNullable<ConnectionOptions['db']> {
  return {
    executeSql: async (text, values) => {
      writeText(tx, text, values as unknown[]);
      return { rows: [] };
    },
  };
}
