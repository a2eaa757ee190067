import { Companion } from './companion.js';
import type { Outcome, Plan } from './plan.js';

/** A process full of clients; they wait for their answers on another core than the server where there is one. */
export class Clients implements Disposable {
  private constructor(private readonly process: Companion) {}

  static async start(): Promise<Clients> {
    return new Clients(await Companion.start('client.mjs'));
  }

  carryOut(plan: Plan): Promise<Outcome> {
    return this.process.ask<Outcome>(plan);
  }

  [Symbol.dispose](): void {
    this.process[Symbol.dispose]();
  }
}
