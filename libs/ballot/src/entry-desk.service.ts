import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Clock, isId, NotFound } from '#kernel';
import { Outbox } from '#mail';
import { BallotCancelled, BallotClosed, BallotNotOpen } from './ballot.errors.js';
import { type OpenBallot, shareBallot } from './ballots.queries.js';
import { wasTold } from './entries.queries.js';
import { EntryLinks } from './entry-links.js';
import { letterTo } from './letter-to.js';

/** A stranger who types somebody's address again and again causes one mail in this time, not many. */
const MAIL_PAUSE_MS = 10 * 60_000;

interface Told {
  readonly id: string;
  readonly contactEmail: string | null;
}

/** What entering, confirming and withdrawing have in common: the ballot's row, and mail to the entry's address. */
@Injectable()
export class EntryDesk {
  constructor(
    private readonly outbox: Outbox,
    private readonly links: EntryLinks,
    private readonly clock: Clock,
  ) {}

  /** The ballot, which does not close before the transaction ends. Throws NotFound. */
  async share(tx: Tx, ballotId: string): Promise<OpenBallot> {
    const ballot = isId(ballotId) ? await shareBallot(tx, ballotId) : undefined;
    if (!ballot) throw new NotFound('ballot');
    return ballot;
  }

  /** The link to confirm, or what was entered: as things stand when the mail goes out. */
  async tellEntered(tx: Tx, entry: Told & { readonly eventId: string }): Promise<void> {
    await this.outbox.put(tx, [letterTo(entry, 'ballot-entered')]);
  }

  async remind(tx: Tx, eventId: string, entry: Told): Promise<void> {
    const since = new Date(this.clock.now().getTime() - MAIL_PAUSE_MS);
    if (!(await wasTold(tx, entry.id, since))) await this.tellEntered(tx, { ...entry, eventId });
  }

  entryUrl(entryId: string): string {
    return this.links.entryUrl(entryId);
  }
}

/** Throws BallotCancelled, BallotNotOpen or BallotClosed. */
export function mustBeOpen(ballot: OpenBallot, now: Date): void {
  if (ballot.cancelled) throw new BallotCancelled();
  if (ballot.closed || now >= ballot.closesAt) throw new BallotClosed();
  if (now < ballot.opensAt) throw new BallotNotOpen(ballot.opensAt);
}
