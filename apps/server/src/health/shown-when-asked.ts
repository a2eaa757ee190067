import { Counter, Gauge, type Registry } from 'prom-client';

export interface Shown {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A figure that is looked up when somebody asks for it. */
export function gauge(registry: Registry, name: string, help: string, read: () => Promise<readonly Shown[]>): void {
  const made = new Gauge<string>({
    name,
    help,
    labelNames: ['state', 'queue'],
    registers: [],
    async collect() {
      const shown = await read();
      this.reset();
      for (const { labels, value } of shown) this.set(labels, value);
    },
  });
  registry.registerMetric(made);
}

/** The same for one that only grows. */
export function readCounter(registry: Registry, name: string, help: string, read: () => number): void {
  const made = new Counter({
    name,
    help,
    registers: [],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
  registry.registerMetric(made);
}
