import { Injectable } from '@nestjs/common';
import type { AdminPool, PoolsQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { isId, NotFound } from '#kernel';
import type { Reach } from '#staff';
import { PoolCodes } from './pool-codes.service.js';
import { PoolNames } from './pool-names.service.js';
import { findPools, type PoolRow } from './pools.queries.js';

/** The pools as the events team reads them. */
@Injectable()
export class PoolListing {
  constructor(
    private readonly database: Database,
    private readonly names: PoolNames,
    private readonly codes: PoolCodes,
  ) {}

  async list(query: PoolsQuery, { eventIds }: Reach, sensitive: Reach): Promise<Paged<AdminPool>> {
    const rows = await findPools(this.database.reader, { ...readCursor(query), eventIds });
    return toPage(
      rows.map((row) => this.viewOf(row, sensitive)),
      query.limit,
    );
  }

  /** Throws NotFound, for what is out of reach too. In a transaction: as it stands there. */
  async one(id: string, reach: Reach, sensitive: Reach, tx = this.database.reader): Promise<AdminPool> {
    return this.viewOf(await this.row(tx, id, reach), sensitive);
  }

  /** As it is kept. Throws NotFound. */
  async row(tx: Tx, id: string, { eventIds }: Reach): Promise<PoolRow> {
    const [found] = isId(id) ? await findPools(tx, { id, eventIds }) : [];
    if (!found) throw new NotFound('pool');
    return found;
  }

  private viewOf(row: PoolRow, sensitive: Reach): AdminPool {
    const { sealedName: _name, sealedCode: _code, codeId: _id, releasesAt, releasedAt, ...pool } = row;
    const maySee = sensitive.covers(pool.eventId);
    return {
      ...pool,
      ...this.names.shown(row, maySee),
      ...this.codes.shown(row, maySee),
      releasesAt: releasesAt?.toISOString() ?? null,
      releasedAt: releasedAt?.toISOString() ?? null,
    };
  }
}
