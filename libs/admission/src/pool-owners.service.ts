import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { InvalidInput } from '#kernel';
import { Members } from '#staff';

/** Whose pool it is: a person of the team, of whom others see the name. */
@Injectable()
export class PoolOwners {
  constructor(private readonly members: Members) {}

  /**
   * Comes before any pool is locked: who leaves the team gives up their pools, and waits for those. Throws
   * InvalidInput for an owner who does not belong to the team.
   */
  async mustBelong(tx: Tx, wishes: readonly Wish[]): Promise<void> {
    const named = wishes.flatMap(({ ownerId, pointer }) => (ownerId ? [{ id: ownerId.toLowerCase(), pointer }] : []));
    const there = await this.members.among(
      tx,
      named.map(({ id }) => id),
    );
    const faults = named.filter(({ id }) => !there.has(id)).map(({ pointer }) => ({ pointer, ...UNKNOWN }));
    if (faults.length > 0) throw new InvalidInput(faults);
  }
}

interface Wish {
  readonly ownerId?: string | null | undefined;
  /** Where it stands in the body. */
  readonly pointer: string;
}

const UNKNOWN = { code: 'unknown_member', detail: 'There is no such member of the team.' };
