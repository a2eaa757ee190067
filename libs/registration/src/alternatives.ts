import type { Tx } from '#database';
import type { Alternative } from './registration.errors.js';
import { findAlternatives } from './registrations.queries.js';
import type { SessionFacts } from './session-facts.js';

/**
 * Other sessions for the parties of one batch that did not fit, looked up once for each size: in a
 * rush most of a batch is refused, and the pool stays locked until all of it is answered.
 */
export class Alternatives {
  private readonly bySize = new Map<number, Promise<Alternative[]>>();

  constructor(
    private readonly tx: Tx,
    private readonly facts: SessionFacts,
    private readonly now: Date,
  ) {}

  for(partySize: number): Promise<Alternative[]> {
    const known = this.bySize.get(partySize);
    if (known) return known;
    const found = findAlternatives(this.tx, this.facts, partySize, this.now);
    this.bySize.set(partySize, found);
    return found;
  }
}
