import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AdminPool } from '#contracts';
import { Database } from '#database';
import { KeyRotation, Secrets } from '#kernel';
import type { Pool } from './pool.entity.js';
import { findPrivatePools, replaceSealedName } from './pool-names.queries.js';

/** What of a pool says whom it is for. */
export type PoolName = Pick<Pool, 'id' | 'name' | 'sealedName' | 'private' | 'audience'>;

/** The name of a private pool tells whom it is for: it is kept sealed, and bound to its pool. */
@Injectable()
export class PoolNames implements OnModuleInit {
  constructor(
    private readonly secrets: Secrets,
    private readonly database: Database,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('names of private pools', () => this.sealAnew());
  }

  /** As the columns keep it. */
  kept({ id, name }: Pick<Pool, 'id' | 'name'>, isPrivate: boolean): Pick<Pool, 'name' | 'sealedName' | 'private'> {
    return isPrivate
      ? { private: true, name: '', sealedName: this.secrets.seal(name, placeOf(id)) }
      : { private: false, name, sealedName: null };
  }

  /** Whom a private pool is for is told to those alone who may see it. */
  shown(pool: PoolName, maySee: boolean): Pick<AdminPool, 'name' | 'audience'> {
    if (pool.private && !maySee) return { name: null, audience: null };
    return { name: this.open(pool), audience: pool.audience };
  }

  /** For those alone who may see whom a private pool is for. */
  open({ id, name, sealedName }: Pick<PoolName, 'id' | 'name' | 'sealedName'>): string {
    return sealedName === null ? name : this.secrets.open(sealedName, placeOf(id));
  }

  private async sealAnew(): Promise<number> {
    const { reader } = this.database;
    const due = (await findPrivatePools(reader)).filter(({ sealedName }) => !this.secrets.isCurrent(sealedName));
    for (const pool of due) {
      const anew = this.secrets.seal(this.open(pool), placeOf(pool.id));
      await replaceSealedName(reader, pool.id, pool.sealedName, anew);
    }
    return due.length;
  }
}

function placeOf(poolId: string): string {
  return `pools/${poolId}/name`;
}
