import { NOWHERE } from '#kernel';
import type { Database, Tx } from './database.js';

/** Rows of one round: so few that nobody waits for long. */
const AT_ONCE = 2000;
/** Of one night; what is more waits for the next. */
const MOST_ROUNDS = 50;

export interface Round {
  /** The id behind which it begins. */
  readonly after: string;
  readonly limit: number;
}

/**
 * Nightly work on a long table, a round after the other in the order of the ids, each in a transaction of its own. `work`
 * answers the last id of its round, or nothing once there are no more.
 */
export async function inRounds(
  database: Database,
  work: (tx: Tx, round: Round) => Promise<string | undefined>,
): Promise<void> {
  let after: string | undefined = NOWHERE;
  for (let count = 0; after !== undefined && count < MOST_ROUNDS; count++) {
    const round: Round = { after, limit: AT_ONCE };
    after = await database.transaction((tx) => work(tx, round));
  }
}
