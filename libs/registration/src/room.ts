import { type LockedPool, openPlaces, type PeopleByPool, type SpacePools, spacePoolsOf } from '#admission';
import type { RegisterBody } from '#contracts';
import { DomainError } from '#kernel';
import { CodeUsedUp } from './registration.errors.js';
import { type Shortage, shortageOf } from './shortage.js';
import { countAsked, type Elsewhere, placedAnew, usageOf } from './spaces.js';

type Party = Pick<RegisterBody, 'partySize' | 'spaces'>;

/** What a session still has for the parties of one batch: places for everybody, and spaces for who needs them. */
export class Room {
  private come = 0;
  private readonly given = new Map<string, number>();
  private readonly spaces: SpacePools;

  private constructor(
    readonly pool: LockedPool,
    readonly pools: readonly LockedPool[],
    /** How many people may come at all, however many places there are. */
    readonly most: number,
  ) {
    this.spaces = spacePoolsOf(pools, pool.sessionId);
  }

  /** Of locked pools: the public one, or one that a code opens, by which so many have come. Undefined where neither is. */
  static in(pools: readonly LockedPool[], comeByCode = 0): Room | undefined {
    const open = pools.find(({ audience, codeId }) => audience === 'public' || codeId !== null);
    return open && new Room(open, pools, (open.codeLimit ?? Infinity) - comeByCode);
  }

  /** Why nobody of such a party comes in here, however much is left. */
  refusalOf(party: Party): DomainError | undefined {
    try {
      this.elsewhere(party);
      return undefined;
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  elsewhere({ spaces }: Party): Elsewhere | null {
    return spaces?.length ? placedAnew(countAsked(spaces), this.spaces) : null;
  }

  usageOf(party: Party): PeopleByPool {
    return usageOf({ poolId: this.pool.id, partySize: party.partySize, elsewhere: this.elsewhere(party) });
  }

  give(want: PeopleByPool): void {
    this.come += [...want.values()].reduce((sum, people) => sum + people, 0);
    for (const [id, people] of want) this.given.set(id, (this.given.get(id) ?? 0) + people);
  }

  /** Why the code lets no such party in after all who have come by it. */
  codeRefusalOf({ partySize }: Party): CodeUsedUp | undefined {
    const left = Math.max(0, this.most - this.come);
    return partySize > left ? new CodeUsedUp(left) : undefined;
  }

  holds(party: Party): boolean {
    return !this.codeRefusalOf(party) && !this.shortageFor(party);
  }

  /** What is too little for the party after all that was given. */
  shortageFor(party: Party): Shortage | undefined {
    return shortageOf(this.pools, this.usageOf(party), (pool) => openPlaces(pool) - (this.given.get(pool.id) ?? 0));
  }
}
