import { Clock } from '#kernel';

/** The machine's clock, moved. */
export class TestClock extends Clock {
  private ahead = 0;
  private stopped: Date | undefined;
  private standing: number | undefined;

  override now(): Date {
    return this.stopped ?? new Date((this.standing ?? super.now().getTime()) + this.ahead);
  }

  /** Stands still at that instant while the work is done. */
  async at<T>(instant: Date, work: () => Promise<T>): Promise<T> {
    this.stopped = instant;
    return work().finally(() => (this.stopped = undefined));
  }

  /** Only `travel` moves it while the work is done. */
  async still<T>(work: () => Promise<T>): Promise<T> {
    this.standing = super.now().getTime();
    return work().finally(() => (this.standing = undefined));
  }

  travel({ minutes = 0, days = 0 }: { readonly minutes?: number; readonly days?: number }): void {
    this.ahead += (minutes + days * 24 * 60) * 60_000;
  }
}
