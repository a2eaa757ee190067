const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 64 * 60_000;

interface SetAside {
  /** On the clock that never goes back, in milliseconds. */
  readonly until: number;
  readonly pauseMs: number;
}

/** Mails that could not be handled and are left alone for a while, longer after each try. */
export class MailsSetAside {
  private readonly byNumber = new Map<number, SetAside>();

  /** Answers for how long, in milliseconds. */
  put(uid: number): number {
    const before = this.byNumber.get(uid);
    const pauseMs = before ? Math.min(before.pauseMs * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    this.byNumber.set(uid, { until: performance.now() + pauseMs, pauseMs });
    return pauseMs;
  }

  /** Those of all that lie there whose turn it is. */
  without(found: readonly number[]): number[] {
    for (const uid of this.byNumber.keys()) if (!found.includes(uid)) this.byNumber.delete(uid);
    return found.filter((uid) => (this.byNumber.get(uid)?.until ?? 0) <= performance.now());
  }
}
