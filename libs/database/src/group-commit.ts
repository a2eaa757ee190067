import { Busy } from '#kernel';

interface Waiting<Call, Answer> {
  readonly call: Call;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
  /** In milliseconds of `performance.now()`. */
  readonly since: number;
}

interface Queue<Call, Answer> {
  calls: Waiting<Call, Answer>[];
  /** When each of the batches under way began. */
  readonly underWay: Set<number>;
  /** Whether the next batch may begin. */
  open: boolean;
  /** Whether the key stands in the line of those whose batch is to begin. */
  lined: boolean;
}

export interface GroupCommitLimits {
  /** Calls settled in one transaction. */
  readonly batch: number;
  /** Calls that may wait over all keys; one more is refused with `Busy`. */
  readonly waiting: number;
  /** Milliseconds that a call may wait for its batch to begin; then it is refused with `Busy`. */
  readonly wait: number;
  /** Transactions at once over all keys; leaves connections for everything else. */
  readonly transactions: number;
  /** Milliseconds for settling a failed batch one by one; what is left after that is refused with `Busy`. */
  readonly patience: number;
}

export interface GroupCommitRules<Call> {
  /** Calls with the same name are not settled in one batch; the later one waits for the next. */
  readonly nameOf?: (call: Call) => string;
  /** Whether a call of a batch that failed like this may be settled again; if not, it fails as well. */
  readonly bears?: (call: Call, failure: unknown) => boolean;
}

/**
 * Settles calls on the same key together. While one batch commits, the calls that arrive are
 * collected; they make up the next batch. An idle key settles what has arrived in the same turn of
 * the event loop, so nobody waits for company. A call is answered only after its batch has committed.
 *
 * `settle` gets the calls in order of arrival and answers as many, in the same order. If it
 * throws, nothing of the batch was committed, and every call is settled again alone, so that a
 * bad call fails alone. That ends when patience does: where the database hangs no call is bad.
 * If the batch may have been committed all the same, only calls that bear it are settled again.
 * `settle` calls `goOn` as soon as it only has to commit: then the next batch may begin, and is at the
 * database's lock when that is let go. Nobody waits for long behind a batch that hangs: who waits for
 * it is refused, and who comes later at once.
 * Keys do not share state: several processes settle the same key side by side, ordered by the
 * database's row lock.
 */
export class GroupCommit<Call, Answer> {
  private readonly queues = new Map<string, Queue<Call, Answer>>();
  /** Keys with waiting calls whose batch may begin, in order of their first call. */
  private readonly ready: string[] = [];
  private waiting = 0;
  private running = 0;
  private starting: NodeJS.Immediate | undefined;
  private watch: NodeJS.Timeout | undefined;

  constructor(
    private readonly settle: (key: string, calls: readonly Call[], goOn: () => void) => Promise<readonly Answer[]>,
    private readonly limits: GroupCommitLimits,
    private readonly rules: GroupCommitRules<Call> = {},
  ) {}

  /**
   * Throws `Busy`: at once if too many calls wait or the key's batch hangs, later if the wait gets too long. Nothing
   * was done then.
   */
  join(key: string, call: Call): Promise<Answer> {
    const hangs = this.isOverdue(oldest(this.queues.get(key)));
    if (this.waiting >= this.limits.waiting || hangs) return Promise.reject(new Busy());
    const queue = this.queueOf(key);
    return new Promise((resolve, reject) => {
      this.waiting++;
      this.watchOver();
      queue.calls.push({ call, resolve, reject, since: performance.now() });
      this.line(key, queue);
      this.startSoon();
    });
  }

  private queueOf(key: string): Queue<Call, Answer> {
    const known = this.queues.get(key);
    if (known) return known;
    const made = { calls: [], underWay: new Set<number>(), open: true, lined: false };
    this.queues.set(key, made);
    return made;
  }

  private line(key: string, queue: Queue<Call, Answer>): void {
    if (!queue.open || queue.lined || queue.calls.length === 0) return;
    queue.lined = true;
    this.ready.push(key);
  }

  /** After the calls that arrived with this one: in a rush the first of them is hardly ever alone. */
  private startSoon(): void {
    this.starting ??= setImmediate(() => {
      this.starting = undefined;
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
    this.refuseOverdue(queue);
    const batch = this.cut(queue);
    this.waiting -= batch.length;
    const since = performance.now();
    queue.underWay.add(since);
    queue.open = queue.lined = false;
    const goOn = once(() => {
      queue.open = true;
      this.line(key, queue);
      this.startNext();
    });
    const answer = await this.settleBatch(key, batch, goOn);
    queue.underWay.delete(since);
    this.running--;
    // The next batch is on its way to the database while these are answered.
    goOn();
    if (queue.underWay.size === 0 && queue.calls.length === 0) this.queues.delete(key);
    this.startNext();
    answer();
  }

  /** The first of the waiting calls that may be in one batch. */
  private cut(queue: Queue<Call, Answer>): Waiting<Call, Answer>[] {
    const names = new Set<unknown>();
    const batch: Waiting<Call, Answer>[] = [];
    const later: Waiting<Call, Answer>[] = [];
    for (const one of queue.calls) {
      const name = this.rules.nameOf?.(one.call) ?? one;
      const fits = batch.length < this.limits.batch && !names.has(name);
      (fits ? batch : later).push(one);
      names.add(name);
    }
    queue.calls = later;
    return batch;
  }

  /** Looks after the waiting calls as long as there are any. */
  private watchOver(): void {
    this.watch ??= setTimeout(() => {
      this.watch = undefined;
      for (const queue of this.queues.values()) this.refuseOverdue(queue);
      if (this.waiting > 0) this.watchOver();
    }, this.limits.wait / 4).unref();
  }

  private refuseOverdue({ calls }: Queue<Call, Answer>): void {
    const patient = calls.findIndex(({ since }) => !this.isOverdue(since));
    const overdue = calls.splice(0, patient === -1 ? calls.length : patient);
    this.waiting -= overdue.length;
    for (const { reject } of overdue) reject(new Busy());
  }

  private isOverdue(since: number | undefined): boolean {
    return since !== undefined && performance.now() - since > this.limits.wait;
  }

  /** Answers how to answer. */
  private async settleBatch(
    key: string,
    batch: readonly Waiting<Call, Answer>[],
    goOn: () => void,
  ): Promise<() => void> {
    if (batch.length === 0) return () => {};
    try {
      const answers = await this.settle(
        key,
        batch.map(({ call }) => call),
        goOn,
      );
      return () => {
        for (const [index, { resolve }] of batch.entries()) resolve(answers[index]!);
      };
    } catch (error) {
      if (batch.length === 1) return () => batch[0]!.reject(error);
      await this.settleOneByOne(key, batch, error);
      return () => {};
    }
  }

  private async settleOneByOne(key: string, batch: readonly Waiting<Call, Answer>[], failure: unknown): Promise<void> {
    const end = performance.now() + this.limits.patience;
    for (const one of batch) {
      if (this.rules.bears?.(one.call, failure) === false) one.reject(failure);
      else if (performance.now() < end) (await this.settleBatch(key, [one], () => {}))();
      else one.reject(new Busy());
    }
  }
}

/** When the first of the batches under way began. */
function oldest(queue: { readonly underWay: ReadonlySet<number> } | undefined): number | undefined {
  return queue?.underWay.values().next().value;
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}
