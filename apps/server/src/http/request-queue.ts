export interface QueueLimits {
  /** Requests worked on at once. */
  readonly underWay: number;
  /** Requests that may wait, whatever else is true: what they cost in memory ends here. */
  readonly waiting: number;
  /** Bytes of bodies that may wait; many large ones must not take the memory either. */
  readonly waitingBytes: number;
  /** Milliseconds that a newcomer may have to expect; who would wait longer is refused at once. */
  readonly expectedWait: number;
  /** Milliseconds after which who waits is refused. */
  readonly longestWait: number;
}

/** A request that wants to be worked on. It is told exactly one of `enter` and `refuse`, or neither once it is gone. */
export interface Arrival {
  readonly bytes: number;
  readonly isGone: () => boolean;
  readonly enter: () => void;
  readonly refuse: () => void;
}

interface Waiting extends Arrival {
  /** In milliseconds of `performance.now()`. */
  readonly since: number;
}

const TICK_MS = 500;
/** A queue that has stood for so many ticks says how fast it moves. One that is younger may be a crowd that comes once. */
const TICKS_TO_KNOW = 6;

/**
 * Lets requests in, a bounded number at once and the rest in order of arrival, so that no turn of the event loop
 * gets long. The wait is bounded by time, not by a count: a crowd that comes at one stroke waits and is served, but
 * as soon as it is known how fast the queue moves, nobody joins who would wait in vain.
 */
export class RequestQueue {
  private readonly line: Waiting[] = [];
  private lineBytes = 0;
  private busy = 0;
  private calling = false;
  /** Let in since the last tick. */
  private entered = 0;
  private ticksStood = 0;
  private lastTick = performance.now();
  /** Requests let in by the millisecond while others waited; undefined as long as that is not known. */
  private speed: number | undefined;
  private readonly timer = setInterval(() => this.tick(), TICK_MS).unref();

  constructor(private readonly limits: QueueLimits) {}

  get waiting(): number {
    return this.line.length;
  }

  get underWay(): number {
    return this.busy;
  }

  /** Whether who came now would be refused. */
  get isTooLong(): boolean {
    const { waiting, waitingBytes, expectedWait } = this.limits;
    const { length } = this.line;
    if (length >= waiting || this.lineBytes > waitingBytes) return true;
    return this.speed !== undefined && length > this.speed * expectedWait;
  }

  /** Lets it in, now or later, or refuses it. Whoever was let in must `leave`. */
  join(arrival: Arrival): void {
    if (this.line.length === 0 && this.busy < this.limits.underWay) {
      this.letIn(arrival);
    } else if (this.isTooLong) {
      arrival.refuse();
    } else {
      this.lineBytes += arrival.bytes;
      this.line.push({ ...arrival, since: performance.now() });
    }
  }

  leave(): void {
    this.busy--;
    this.callSoon();
  }

  close(): void {
    clearInterval(this.timer);
  }

  private letIn(arrival: Arrival): void {
    this.busy++;
    this.entered++;
    arrival.enter();
  }

  /** In a turn of its own: who is let in may leave at once, and a long line of those must not nest. */
  private callSoon(): void {
    if (this.calling || this.line.length === 0) return;
    this.calling = true;
    setImmediate(() => {
      this.calling = false;
      this.call();
    });
  }

  private call(): void {
    this.refuseOverdue();
    for (const one of this.take(this.limits.underWay - this.busy)) if (!one.isGone()) this.letIn(one);
    if (this.line.length === 0) this.ticksStood = 0;
    if (this.busy < this.limits.underWay) this.callSoon();
  }

  private take(count: number): Waiting[] {
    const taken = this.line.splice(0, Math.max(0, count));
    for (const { bytes } of taken) this.lineBytes -= bytes;
    return taken;
  }

  private refuseOverdue(): void {
    const latest = performance.now() - this.limits.longestWait;
    const patient = this.line.findIndex(({ since }) => since > latest);
    for (const one of this.take(patient === -1 ? this.line.length : patient)) if (!one.isGone()) one.refuse();
  }

  private tick(): void {
    const now = performance.now();
    const speed = this.entered / (now - this.lastTick);
    this.ticksStood = this.line.length === 0 ? 0 : this.ticksStood + 1;
    // Half of what it was: a pause of the database or the collector is not the end.
    this.speed = this.ticksStood < TICKS_TO_KNOW ? undefined : ((this.speed ?? speed) + speed) / 2;
    this.entered = 0;
    this.lastTick = now;
    this.refuseOverdue();
  }
}
