import { Clock } from '#kernel';

/** The machine's clock, moved. */
export class TestClock extends Clock {
  private ahead = 0;

  override now(): Date {
    return new Date(super.now().getTime() + this.ahead);
  }

  travel({ minutes = 0, days = 0 }: { readonly minutes?: number; readonly days?: number }): void {
    this.ahead += (minutes + days * 24 * 60) * 60_000;
  }
}
