import { Injectable } from '@nestjs/common';
import {
  Admission,
  type LockedPool,
  openPlaces,
  type Override,
  type PeopleByPool,
  type SpacePools,
  spacePoolsOf,
} from '#admission';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import type { LockedRegistration } from './locked-registration.js';
import { countByCode } from './pool-codes.queries.js';
import type { Registration } from './registration.entity.js';
import { CodeUsedUp, HoldEnded } from './registration.errors.js';
import { findAlternatives } from './registrations.queries.js';
import { Sealing, sensitiveAmong } from './sealing.service.js';
import type { SessionFacts } from './session-facts.js';
import { refusalFor, type Shortage, shortageOf } from './shortage.js';
import { countSpaces, hasSpaces, moreIn, NO_SPACES, placedAnew, placedOn, staying, usageOf } from './spaces.js';

/** Where a party goes: a pool that the transaction has locked, and what decides about its session. */
export interface Destination {
  readonly pool: LockedPool;
  readonly facts: SessionFacts;
  /** All that the transaction has locked, for a party of whom somebody is in a space. */
  readonly pools?: ReadonlyMap<string, LockedPool>;
}

/** So that who has no places yet is a party as well. */
export const NOBODY: PeopleByPool = new Map();

/** The places of one party in all pools where its people are counted. Opens it only if somebody of it is in a space. */
@Injectable()
export class PartyPlaces {
  constructor(
    private readonly admission: Admission,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes what the party needs more than it has, in every pool or in none. Throws SessionFull, CodeUsedUp, NoWheelchairSpace or
   * NoCompanionPlace; with `beyond`, OverSafeNumber.
   */
  async take(tx: Tx, to: Destination, has: PeopleByPool, after: Registration, beyond?: Override): Promise<void> {
    if (!beyond) await mustLetIn(tx, to.pool, after, has);
    const pools = poolsOf(to);
    const more = moreIn(has, usageOf(after));
    const [granted] = this.admission.takeInAll(tx, [...pools.values()], [more]);
    if (granted) return;
    // A space for a wheelchair is a piece of floor: no reason makes one more.
    const { wheelchair } = spacePoolsOf(pools.values(), to.facts.sessionId);
    const short = shortageOf(beyond ? (wheelchair ? [wheelchair] : []) : pools.values(), more);
    if (short) throw await this.refusal(tx, to.facts, after, short);
    for (const [id, people] of more) await this.admission.takeBeyond(tx, pools.get(id)!, people, beyond!);
  }

  /** What it has and does not need any more, in each pool; all of it if nothing stays. */
  async giveBack(tx: Tx, { registration, pools }: LockedRegistration, after?: Registration): Promise<void> {
    const less = moreIn(after ? usageOf(after) : NOBODY, usageOf(registration));
    for (const [id, people] of less) await this.admission.giveBack(tx, pools.get(id)!, people);
  }

  /** Takes again what has expired. Throws HoldEnded, NoWheelchairSpace, NoCompanionPlace, or what `placedIn` throws. */
  async takeAgain(tx: Tx, locked: LockedRegistration): Promise<Registration> {
    const held = this.placedIn(locked.registration, locked);
    const left = await leftByCode(tx, locked.pool, held);
    const [granted] = this.admission.takeInAll(tx, [...locked.pools.values()], [usageOf(held)], left);
    if (granted) return held;
    if (held.partySize > left) throw new HoldEnded(Math.min(openPlaces(locked.pool), left));
    const short = shortageOf(locked.pools.values(), usageOf(held))!;
    throw short.of === 'seats'
      ? new HoldEnded(openPlaces(locked.pool))
      : await this.refusal(tx, locked.facts, held, short);
  }

  /** As it is counted in a session to which it comes. Throws InvalidInput where that has no wheelchair spaces and somebody needs one. */
  placedIn<Row extends Registration>(row: Row, to: Destination): Row {
    const elsewhere = hasSpaces(row) ? placedAnew(this.counts(row), spacesAt(to)) : null;
    return { ...row, elsewhere };
  }

  /** Without so many of its people; who they are, where it has not said so, says `staying`. */
  smaller(locked: LockedRegistration, leaving: number): Registration {
    const { registration, facts } = locked;
    const partySize = registration.partySize - leaving;
    if (!hasSpaces(registration)) {
      return { ...registration, partySize, places: registration.places.slice(0, partySize) };
    }
    const before = this.sealing.open(registration);
    const places = staying(before.places, partySize);
    const elsewhere = placedOn(before, places, spacesAt(locked));
    return this.sealing.seal({ ...before, partySize, places, elsewhere }, sensitiveAmong(facts.questions));
  }

  /** With the other sessions of the event that would hold the party. */
  private async refusal(tx: Tx, facts: SessionFacts, row: Registration, short: Shortage): Promise<Error> {
    const now = this.clock.now();
    return refusalFor(short, await findAlternatives(tx, facts, row.partySize, now, this.counts(row)), facts);
  }

  private counts(row: Registration) {
    return hasSpaces(row) ? countSpaces(this.sealing.open(row).places) : NO_SPACES;
  }
}

/** How many more people the code of the party lets into this pool; Infinity where it does not bound them, or is over. */
async function leftByCode(tx: Tx, { codeId, codeLimit }: LockedPool, { poolCodeId }: Registration): Promise<number> {
  if (poolCodeId === null || poolCodeId !== codeId || codeLimit === null) return Infinity;
  return Math.max(0, codeLimit - (await countByCode(tx, poolCodeId)));
}

/** Throws CodeUsedUp where a party that came by a code grows beyond what this lets in. */
async function mustLetIn(tx: Tx, pool: LockedPool, after: Registration, has: PeopleByPool): Promise<void> {
  const growth = after.partySize - [...has.values()].reduce((sum, people) => sum + people, 0);
  if (growth <= 0) return;
  const left = await leftByCode(tx, pool, after);
  if (growth > left) throw new CodeUsedUp(left);
}

function poolsOf({ pool, pools }: Destination): ReadonlyMap<string, LockedPool> {
  return pools ?? new Map([[pool.id, pool]]);
}

function spacesAt(to: Destination): SpacePools {
  return spacePoolsOf(poolsOf(to).values(), to.facts.sessionId);
}
