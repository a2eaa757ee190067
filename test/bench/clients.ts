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
    const ended = once(this.child, 'exit').then(() => Promise.reject(new Error('The process of the clients ended.')));
    this.child.send(plan);
    const [outcome] = (await Promise.race([once(this.child, 'message'), ended])) as [Outcome];
    return outcome;
  }

  [Symbol.dispose](): void {
    this.child.disconnect();
  }
}
