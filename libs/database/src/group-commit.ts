import { Busy } from '#kernel';

interface Waiting<Call, Answer> {
  readonly call: Call;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

export interface GroupCommitLimits {
  /** Calls settled in one transaction. */
  readonly batch: number;
  /** Calls that may wait over all keys; one more is refused with `Busy`. */
  readonly waiting: number;
  /** Transactions at once over all keys; leaves connections for everything else. */
  readonly transactions: number;
  /** Milliseconds for settling a failed batch one by one; what is left after that is refused with `Busy`. */
  readonly patience: number;
}

/**
 * Settles calls on the same key together. While one batch commits, the calls that arrive are
 * collected; they make up the next batch. An idle key settles its first call at once, so nobody
 * waits for company. A call is answered only after its batch has committed.
 *
 * `settle` gets the calls in order of arrival and answers as many, in the same order. If it
 * throws, nothing of the batch was committed, and every call is settled again alone, so that a
 * bad call fails alone. That ends when patience does: where the database hangs no call is bad.
 * If the batch may have been committed all the same, only calls that bear it are settled again.
 * Keys do not share state: several processes settle the same key side by side, ordered by the
 * database's row lock.
 */
export class GroupCommit<Call, Answer> {
  private readonly queues = new Map<string, Waiting<Call, Answer>[]>();
  /** Keys with waiting calls and no batch under way, in order of their first call. */
  private readonly ready: string[] = [];
  private waiting = 0;
  private running = 0;

  /** `bears` tells whether a call of a batch that failed like this may be settled again; if not, it fails as well. */
  constructor(
    private readonly settle: (key: string, calls: readonly Call[]) => Promise<readonly Answer[]>,
    private readonly limits: GroupCommitLimits,
    private readonly bears: (call: Call, failure: unknown) => boolean = () => true,
  ) {}

  /** Throws `Busy` at once if too many calls wait; nothing was done then. */
  join(key: string, call: Call): Promise<Answer> {
    if (this.waiting >= this.limits.waiting) return Promise.reject(new Busy());
    return new Promise((resolve, reject) => {
      this.waiting++;
      const queue = this.queues.get(key);
      if (queue) {
        queue.push({ call, resolve, reject });
        return;
      }
      this.queues.set(key, [{ call, resolve, reject }]);
      this.ready.push(key);
      this.startNext();
    });
  }

  private startNext(): void {
    while (this.running < this.limits.transactions) {
      const key = this.ready.shift();
      if (key === undefined) return;
      this.running++;
      void this.drain(key);
    }
  }

  /** One batch of the key; then the key goes to the end of the line if more calls came in. */
  private async drain(key: string): Promise<void> {
    const queue = this.queues.get(key)!;
    const batch = queue.splice(0, this.limits.batch);
    this.waiting -= batch.length;
    await this.settleBatch(key, batch);
    this.running--;
    if (queue.length > 0) this.ready.push(key);
    else this.queues.delete(key);
    this.startNext();
  }

  private async settleBatch(key: string, batch: readonly Waiting<Call, Answer>[]): Promise<void> {
    try {
      const answers = await this.settle(
        key,
        batch.map(({ call }) => call),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index]!);
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error);
      else await this.settleOneByOne(key, batch, error);
    }
  }

  private async settleOneByOne(key: string, batch: readonly Waiting<Call, Answer>[], failure: unknown): Promise<void> {
    const end = performance.now() + this.limits.patience;
    for (const one of batch) {
      if (!this.bears(one.call, failure)) one.reject(failure);
      else if (performance.now() < end) await this.settleBatch(key, [one]);
      else one.reject(new Busy());
    }
  }
}
