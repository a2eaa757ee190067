import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AdminPool, PoolCodeWish } from '#contracts';
import { Database, type Tx } from '#database';
import { InvalidInput, KeyRotation, newCode, newId, Secrets } from '#kernel';
import { CodeInUse } from './admission.errors.js';
import type { Pool } from './pool.entity.js';
import {
  findByCode,
  findSealedCodes,
  findSessionsByCode,
  replaceSealedCode,
  type SealedCode,
} from './pool-codes.queries.js';
import { isOpenToAll } from './session-pools.js';

/** How the columns of a pool keep its code. */
export type CodeColumns = Pick<Pool, 'codeId' | 'sealedCode' | 'codeHash' | 'codeLimit'>;

export const NO_CODE: CodeColumns = { codeId: null, sealedCode: null, codeHash: null, codeLimit: null };

type Coded = Pick<Pool, 'id' | 'sessionId' | 'audience'> & Omit<CodeColumns, 'codeHash'>;

/** Fewer letters and digits are guessed too soon. */
const SHORTEST = 6;

/**
 * The codes that open pools. A code is kept sealed, so that the team can read it again, and under a keyed hash, by which
 * it is found. That hash is made with each of the keys in use: a new one in front shuts nobody out.
 */
@Injectable()
export class PoolCodes implements OnModuleInit {
  constructor(
    private readonly secrets: Secrets,
    private readonly database: Database,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('codes of pools', () => this.sealAnew());
  }

  /** The id of the code that was typed, if it opens a pool of the session. */
  async find(tx: Tx, sessionId: string, typed: string): Promise<string | undefined> {
    return (await this.opened(tx, sessionId, typed))?.codeId;
  }

  /** The same with the id of the pool. */
  async opened(tx: Tx, sessionId: string, typed: string): Promise<{ id: string; codeId: string } | undefined> {
    return findByCode(tx, sessionId, this.hashes(sessionId, typed));
  }

  /** Those of the sessions of which the code opens a pool. */
  async sessions(tx: Tx, ids: readonly string[], typed: string): Promise<string[]> {
    return findSessionsByCode(
      tx,
      ids,
      ids.flatMap((id) => this.hashes(id, typed)),
    );
  }

  /**
   * What the wish makes of the pool's code; `pool` and all others of its session are locked. A new code is another one for
   * everybody; the same code again changes nothing. Throws InvalidInput or CodeInUse.
   */
  async columnsFor(
    tx: Tx,
    pool: Coded,
    { code, generateCode, codeLimit }: PoolCodeWish,
  ): Promise<Partial<CodeColumns>> {
    const limit = codeLimit === undefined ? pool.codeLimit : codeLimit;
    if (generateCode && code !== undefined) throw fault('/generateCode', 'Please give a code, or have one made.');
    const wished = generateCode ? newCode() : code;
    if (wished === null) return withoutCode(codeLimit);
    if (wished !== undefined && !this.isSame(pool, wished)) {
      await this.mustBeUsable(tx, pool, wished);
      return this.columnsOf(pool, wished, limit);
    }
    if (typeof codeLimit === 'number' && pool.codeId === null)
      throw fault('/codeLimit', 'This pool has no code to be limited.');
    return { codeLimit: limit };
  }

  /** By the ids of the pools that a code opens, a new one for each; where one opened several, one does again. */
  inPlaceOf(pools: readonly Coded[]): Map<string, string> {
    const next = new Map<string, string>();
    const codes = new Map<string, string>();
    for (const pool of pools) {
      const code = this.open(pool);
      if (code === null) continue;
      const letters = lettersOf(code);
      if (!next.has(letters)) next.set(letters, newCode());
      codes.set(pool.id, next.get(letters)!);
    }
    return codes;
  }

  /** Of a code that no other pool of the session has. */
  columnsOf(
    { id, sessionId }: Pick<Coded, 'id' | 'sessionId'>,
    code: string | null,
    limit: number | null,
  ): CodeColumns {
    if (code === null) return NO_CODE;
    const sealedCode = this.secrets.seal(code, placeOf(id));
    return { codeId: newId(), sealedCode, codeHash: this.hashes(sessionId, code)[0]!, codeLimit: limit };
  }

  /** How people come into the pool; by which code is told to those alone who may see it. */
  shown(pool: Coded, maySee: boolean): Pick<AdminPool, 'access' | 'code' | 'codeLimit'> {
    const { codeId, codeLimit, audience } = pool;
    const uncoded = isOpenToAll(audience) ? 'open' : 'invitation';
    return { access: codeId === null ? uncoded : 'code', code: maySee ? this.open(pool) : null, codeLimit };
  }

  private open({ id, sealedCode }: Pick<Coded, 'id' | 'sealedCode'>): string | null {
    return sealedCode === null ? null : this.secrets.open(sealedCode, placeOf(id));
  }

  private isSame(pool: Coded, typed: string): boolean {
    const before = this.open(pool);
    return before !== null && lettersOf(before) === lettersOf(typed);
  }

  private async mustBeUsable(tx: Tx, { id, sessionId, audience }: Coded, code: string): Promise<void> {
    if (isOpenToAll(audience)) throw fault('/code', 'These places are open to everybody, so no code opens them.');
    if ([...lettersOf(code)].length < SHORTEST) {
      throw fault('/code', `A code has at least ${SHORTEST} letters or digits.`);
    }
    const other = await findByCode(tx, sessionId, this.hashes(sessionId, code));
    if (other && other.id !== id) throw new CodeInUse();
  }

  private hashes(sessionId: string, typed: string): string[] {
    return this.secrets.signatures('pool code', `${sessionId} ${lettersOf(typed)}`);
  }

  private async sealAnew(): Promise<number> {
    const { reader } = this.database;
    const due = (await findSealedCodes(reader)).filter(({ sealedCode }) => !this.secrets.isCurrent(sealedCode));
    for (const pool of due) await replaceSealedCode(reader, pool, this.anew(pool));
    return due.length;
  }

  private anew({ id, sessionId, sealedCode }: SealedCode) {
    const code = this.secrets.open(sealedCode, placeOf(id));
    return { sealedCode: this.secrets.seal(code, placeOf(id)), codeHash: this.hashes(sessionId, code)[0]! };
  }
}

/** What of a code is compared: neither case, spaces and hyphens, nor O for 0 and I or L for 1. */
function lettersOf(code: string): string {
  const letters = code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
  return letters.replace(/O/g, '0').replace(/[IL]/g, '1');
}

function withoutCode(codeLimit: number | null | undefined): CodeColumns {
  if (typeof codeLimit === 'number') throw fault('/codeLimit', 'Without a code there is nothing to be limited.');
  return NO_CODE;
}

function fault(pointer: string, detail: string): InvalidInput {
  return new InvalidInput([{ pointer, code: 'code_does_not_fit', detail }]);
}

function placeOf(poolId: string): string {
  return `pools/${poolId}/code`;
}
