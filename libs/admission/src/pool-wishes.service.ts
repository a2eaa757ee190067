import { Injectable } from '@nestjs/common';
import type { PoolCodeWish } from '#contracts';
import type { Tx } from '#database';
import type { Pool } from './pool.entity.js';
import { type CodeColumns, NO_CODE, PoolCodes } from './pool-codes.service.js';
import { PoolOwners } from './pool-owners.service.js';
import type { PoolRow } from './pools.queries.js';

/** What the team may wish of a pool beyond its places: who fills it, and the code that opens it. */
@Injectable()
export class PoolWishes {
  constructor(
    private readonly owners: PoolOwners,
    private readonly codes: PoolCodes,
  ) {}

  /** Throws what PoolOwners throws. */
  async mustBelong(tx: Tx, ownerId: string | null | undefined): Promise<void> {
    await this.owners.mustBelong(tx, [{ ownerId, pointer: '/ownerId' }]);
  }

  /** Of a pool that is to be made. Throws what PoolCodes throws. */
  async firstCode(tx: Tx, pool: Pick<Pool, 'id' | 'sessionId' | 'audience'>, wish: PoolCodeWish): Promise<CodeColumns> {
    return { ...NO_CODE, ...(await this.codes.columnsFor(tx, { ...pool, ...NO_CODE }, wish)) };
  }

  async nextCode(tx: Tx, pool: PoolRow, wish: PoolCodeWish): Promise<Partial<CodeColumns>> {
    return this.codes.columnsFor(tx, pool, wish);
  }
}
