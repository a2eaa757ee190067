import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Outcome, Plan } from './plan.js';

const PROGRAM = fileURLToPath(new URL('./client.mjs', import.meta.url));

/** A process full of clients; they wait for their answers on another core than the server where there is one. */
export class Clients implements Disposable {
  private constructor(private readonly child: ChildProcess) {}

  static async start(): Promise<Clients> {
    const child = fork(PROGRAM, { execArgv: [] });
    await once(child, 'message');
    return new Clients(child);
  }

  async carryOut(plan: Plan): Promise<Outcome> {
    const over = new AbortController();
    const { signal } = over;
    const ended = once(this.child, 'exit', { signal }).then(() => {
      throw new Error('The process of the clients ended.');
    });
    const answered = once(this.child, 'message', { signal }).then(([outcome]) => outcome as Outcome);
    try {
      this.child.send(plan);
      return await Promise.race([answered, ended]);
    } finally {
      // Neither is to be listened for any longer.
      over.abort();
      await Promise.allSettled([answered, ended]);
    }
  }

  [Symbol.dispose](): void {
    this.child.disconnect();
  }
}
