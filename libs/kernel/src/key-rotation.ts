import { NOWHERE } from './ids.js';
import type { Secrets } from './secrets.js';

/** How many of something were sealed anew, or why not all of them. */
export interface SealedAnew {
  readonly what: string;
  readonly count: number;
  readonly failure?: Error;
}

/**
 * Everything in the house that is kept sealed. After a new key was put in front of SECRET_KEYS, one run seals with it what
 * older keys have sealed, and what an earlier version wrote in plain text, while everybody goes on working. It may be
 * broken off and run again at any time: what is done already is passed over.
 */
export class KeyRotation {
  private readonly parts = new Map<string, () => Promise<number>>();

  /** `what` in words: `registrations`. The work answers how many there were to seal. */
  covers(what: string, sealAnew: () => Promise<number>): void {
    this.parts.set(what, sealAnew);
  }

  /** One after the other; one that fails keeps no other from being done. */
  async run(): Promise<SealedAnew[]> {
    const done: SealedAnew[] = [];
    for (const [what, sealAnew] of this.parts) {
      try {
        done.push({ what, count: await sealAnew() });
      } catch (error) {
        done.push({
          what,
          count: 0,
          failure: error instanceof Error ? error : new Error('It failed.', { cause: error }),
        });
      }
    }
    return done;
  }
}

/** A column of sealed texts, each bound to a place that its row names. */
export interface SealedColumn<Row extends { readonly id: string }> {
  /** Those after an id, in the order of the ids. */
  readonly read: (after: string, limit: number) => Promise<readonly Row[]>;
  readonly sealed: (row: Row) => string;
  readonly place: (id: string) => string;
  /** Writes the text as it is sealed anew, unless somebody has changed it meanwhile. */
  readonly replace: (row: Row, anew: string) => Promise<unknown>;
  /** Fewer where each is large. */
  readonly atOnce?: number;
}

const AT_ONCE = 500;

/** Seals anew what the first key has not sealed, whatever the length of the table. Answers how many that were. */
export async function sealColumnAnew<Row extends { readonly id: string }>(
  secrets: Secrets,
  { read, sealed, place, replace, atOnce = AT_ONCE }: SealedColumn<Row>,
): Promise<number> {
  for (let [done, after] = [0, NOWHERE]; ;) {
    const rows = await read(after, atOnce);
    for (const row of rows.filter((one) => !secrets.isCurrent(sealed(one)))) {
      await replace(row, secrets.seal(secrets.open(sealed(row), place(row.id)), place(row.id)));
      done++;
    }
    if (rows.length < atOnce) return done;
    after = rows.at(-1)!.id;
  }
}
