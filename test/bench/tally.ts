import { createHistogram, performance } from 'node:perf_hooks';
import type { Answer } from './keep-alive-socket.js';
import type { Outcome } from './plan.js';

const CODE = /"code":"(\w+)"/;

/** Counts what a crowd was answered. */
export class Tally {
  private readonly micros = createHistogram();
  private statuses: Record<number, number> = {};
  private refusals: Record<string, number> = {};
  private people = 0;
  private smallestRefused = Infinity;
  private start = performance.now();

  add({ status, body }: Answer, people: number, ms: number): void {
    this.micros.record(Math.max(1, Math.round(ms * 1000)));
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (status === 201) this.people += people;
    if (status === 409) this.smallestRefused = Math.min(this.smallestRefused, people);
    const code = status >= 400 ? CODE.exec(body.toString())?.[1] : undefined;
    if (code) this.refusals[code] = (this.refusals[code] ?? 0) + 1;
  }

  /** Counts anew; but a connection that broke stays counted, for the crowd is smaller from then on. */
  reset(): void {
    this.micros.reset();
    const broken = this.statuses[0];
    this.statuses = broken === undefined ? {} : { 0: broken };
    this.refusals = {};
    this.people = 0;
    this.smallestRefused = Infinity;
    this.start = performance.now();
  }

  outcome(): Outcome {
    const seconds = (performance.now() - this.start) / 1000;
    return {
      rate: this.micros.count / seconds,
      seconds,
      statuses: { ...this.statuses },
      refusals: { ...this.refusals },
      p50: this.micros.percentile(50) / 1000,
      p95: this.micros.percentile(95) / 1000,
      p99: this.micros.percentile(99) / 1000,
      slowest: this.micros.max / 1000,
      people: this.people,
      smallestRefused: Number.isFinite(this.smallestRefused) ? this.smallestRefused : null,
    };
  }
}
