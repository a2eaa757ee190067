import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { isId, NotFound, NOWHERE } from '#kernel';
import {
  findPublicBallot,
  findRecordEntries,
  findRecordEntry,
  type PublicBallotRow,
  type RecordEntry,
} from './ballots.queries.js';

const AT_ONCE = 2000;

/** The published record of a ballot; see BallotRecord in contracts. */
@Injectable()
export class BallotRecords {
  constructor(private readonly database: Database) {}

  /** As JSON, in pieces: it may have a hundred thousand entries. Throws NotFound before the first. */
  async record(id: string): Promise<AsyncIterable<string>> {
    const row = isId(id) ? await findPublicBallot(this.database.reader, id) : undefined;
    if (!row) throw new NotFound('ballot');
    return this.pieces(row);
  }

  /** One entry of the record, from the close on; undefined if it is not in the list. */
  async entry(ballotId: string, entryId: string): Promise<RecordEntry | undefined> {
    const row = isId(ballotId) && isId(entryId) ? await findPublicBallot(this.database.reader, ballotId) : undefined;
    return row?.closedAt ? findRecordEntry(this.database.reader, row.id, entryId) : undefined;
  }

  /** From the close on entries do not change, and a draw that comes meanwhile is left out of what began without it. */
  private async *pieces(row: PublicBallotRow): AsyncGenerator<string, void> {
    const head = JSON.stringify(headOf(row), null, 1).slice(0, -2);
    if (row.closedAt) yield* this.withEntries(row, head);
    else yield `${head},\n "entries": null\n}\n`;
  }

  private async *withEntries(row: PublicBallotRow, head: string): AsyncGenerator<string, void> {
    yield `${head},\n "entries": [`;
    let first = true;
    for (let after: string | undefined = NOWHERE; after !== undefined;) {
      const found = await findRecordEntries(this.database.reader, row.id, after, AT_ONCE);
      const shown = row.drawnAt ? found : found.map((entry) => ({ ...entry, rank: null, sessionId: null }));
      if (shown.length > 0) yield `${first ? '' : ','}\n  ${shown.map((entry) => JSON.stringify(entry)).join(',\n  ')}`;
      first = false;
      after = found.length < AT_ONCE ? undefined : found.at(-1)!.id;
    }
    yield '\n ]\n}\n';
  }
}

function headOf(row: PublicBallotRow): object {
  const { id: ballotId, eventSlug, eventTitle, commitment, listHash, seed, closedAt, drawnAt } = row;
  return {
    version: 1,
    ballotId,
    event: { slug: eventSlug, title: eventTitle },
    opensAt: row.opensAt.toISOString(),
    closesAt: row.closesAt.toISOString(),
    commitment,
    committedAt: row.createdAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    listHash,
    drawnAt: drawnAt?.toISOString() ?? null,
    seed,
    sessions: row.sessions.map(({ id, startsAt, places }) => ({
      id,
      startsAt: new Date(startsAt).toISOString(),
      places,
    })),
  };
}
