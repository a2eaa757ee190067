import { Injectable } from '@nestjs/common';
import { Admission, openPlaces, PoolCodes } from '#admission';
import { Database } from '#database';
import { countByCode } from './pool-codes.queries.js';
import { CodeUnknown } from './registration.errors.js';

/** What a code opens, for whoever has typed it and has taken nothing yet. */
@Injectable()
export class KeptPlaces {
  constructor(
    private readonly database: Database,
    private readonly admission: Admission,
    private readonly codes: PoolCodes,
  ) {}

  /** How many people may still come by the code at this moment. Throws CodeUnknown. */
  async left(sessionId: string, typed: string): Promise<number> {
    const { reader } = this.database;
    const opened = await this.codes.opened(reader, sessionId, typed);
    const pool = opened && (await this.admission.look(reader, [opened.id])).get(opened.id);
    if (!opened || !pool) throw new CodeUnknown();
    const come = pool.codeLimit === null ? 0 : await countByCode(reader, opened.codeId);
    return Math.max(0, Math.min(openPlaces(pool), (pool.codeLimit ?? Infinity) - come));
  }

  /** Those of the sessions that keep places for who has this code. Throws CodeUnknown if none does. */
  async sessions(ids: readonly string[], typed: string): Promise<ReadonlySet<string>> {
    const opened = await this.codes.sessions(this.database.reader, ids, typed);
    if (opened.length === 0) throw new CodeUnknown();
    return new Set(opened);
  }
}
