import type { INestApplicationContext } from '@nestjs/common';

/** How long an orderly stop may take before the process goes anyway. */
const STOP_MS = 30_000;

/** The life of a process: one sentence and exit 1 if it cannot start, an orderly stop on a signal. */
export class Startup {
  private stopping = false;

  constructor(
    private readonly say: (sentence: string) => void,
    private readonly exit: (code: number) => void,
  ) {}

  /** Runs the start; an Error is told by its message alone, because it is written for people. */
  async attempt<T>(start: () => Promise<T>): Promise<T | undefined> {
    try {
      return await start();
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
      this.exit(1);
      return undefined;
    }
  }

  /**
   * On SIGINT or SIGTERM: no new requests, those under way and running jobs finish, then `after`
   * (the embedded database), then exit 0. A second signal changes nothing; the time is bounded.
   */
  stopOnSignal(app: INestApplicationContext, after: () => Promise<void> = async () => {}): void {
    const stop = async () => {
      if (this.stopping) return;
      this.stopping = true;
      const patience = setTimeout(() => this.exit(1), STOP_MS);
      patience.unref();
      await app.close();
      await after();
      this.exit(0);
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        stop().catch((error: unknown) => {
          this.say(`The stop was not orderly: ${String(error)}`);
          this.exit(1);
        });
      });
    }
  }
}
