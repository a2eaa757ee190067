import type { RegisterBody } from '#contracts';
import type { Tx } from '#database';
import type { Alternative } from './registration.errors.js';
import { findAlternatives } from './registrations.queries.js';
import type { SessionFacts } from './session-facts.js';
import { countAsked } from './spaces.js';

/**
 * Other sessions for the parties of one batch that did not fit, looked up once for each size and its spaces: in a
 * rush most of a batch is refused, and the pool stays locked until all of it is answered.
 */
export class Alternatives {
  private readonly byParty = new Map<string, Promise<Alternative[]>>();

  constructor(
    private readonly tx: Tx,
    private readonly facts: SessionFacts,
    private readonly now: Date,
  ) {}

  for({ partySize, spaces = [] }: Pick<RegisterBody, 'partySize' | 'spaces'>): Promise<Alternative[]> {
    const counts = countAsked(spaces);
    const name = [partySize, counts.wheelchair, counts.companion].join(' ');
    const known = this.byParty.get(name);
    if (known) return known;
    const found = findAlternatives(this.tx, this.facts, partySize, this.now, counts);
    this.byParty.set(name, found);
    return found;
  }
}
