import { Injectable } from '@nestjs/common';
import { Admission, PoolCodes, type PeopleByPool } from '#admission';
import type { RegisterBody } from '#contracts';
import type { Tx } from '#database';
import { countByCode } from './pool-codes.queries.js';
import { Room } from './room.js';

/** Where parties want to come in: the public places of a session or, with a code, those of the pool that it opens. */
export interface Way {
  readonly sessionId: string;
  readonly poolCode?: string | undefined;
}

/** Locks what the parties of one batch take places of. */
@Injectable()
export class Rooms {
  constructor(
    private readonly admission: Admission,
    private readonly codes: PoolCodes,
  ) {}

  /** Undefined where nothing is public, or the code opens nothing. */
  async open(
    tx: Tx,
    { sessionId, poolCode }: Way,
    parties: readonly Pick<RegisterBody, 'spaces'>[],
  ): Promise<Room | undefined> {
    const spaces = parties.some((party) => party.spaces?.length);
    if (poolCode !== undefined) return this.openByCode(tx, sessionId, poolCode, spaces);
    if (spaces) return Room.in(await this.admission.lockPublicAndSpaces(tx, sessionId));
    const pool = await this.admission.lockPublic(tx, sessionId);
    return pool && Room.in([pool]);
  }

  /** Takes the places of each want that still fits, in order. */
  take(tx: Tx, room: Room, wants: readonly PeopleByPool[]): boolean[] {
    const granted = this.admission.takeInAll(tx, room.pools, wants, room.most);
    for (const [index, want] of wants.entries()) if (granted[index]) room.give(want);
    return granted;
  }

  /** Who has come by the code is counted under the lock of its pool: nobody comes by it meanwhile. */
  private async openByCode(tx: Tx, sessionId: string, typed: string, spaces: boolean): Promise<Room | undefined> {
    const codeId = await this.codes.find(tx, sessionId, typed);
    if (codeId === undefined) return undefined;
    const [pools, come] = await Promise.all([
      this.admission.lockByCode(tx, sessionId, codeId, spaces),
      countByCode(tx, codeId),
    ]);
    return Room.in(pools, come);
  }
}
