import type { Deed, PoolKind, WorldPlan } from './deeds.js';
import { Line, type Waiter } from './line.js';

interface Pool {
  places: number;
  released: boolean;
}

interface Session {
  readonly capacity: number;
  readonly pools: Record<PoolKind, Pool>;
}

interface Party {
  session: number;
  pool: PoolKind;
  people: number;
  /** Undefined for guests, whose addresses are all different. */
  readonly address: number | undefined;
  state: 'unverified' | 'confirmed' | 'cancelled';
  cancelledBy?: 'attendee' | 'expiry';
  heldUntil: number;
  /** Places that are held behind a confirmed party, so that nobody learns that it is registered. */
  readonly standsInFor?: Party;
}

export interface PoolState {
  readonly places: number;
  readonly taken: number;
  readonly offered: number;
  readonly waitedFor: boolean;
  readonly released: boolean;
}

const HOLD_MINUTES = 30;
export const RELEASE_MINUTES = 60;

/** What ought to happen, as plainly as it can be said: numbers, a list of parties, and no database. */
export class Model {
  readonly parties: Party[] = [];
  private readonly standIns: Party[] = [];
  private readonly line: Line;
  private readonly sessions: Session[];
  private now = 0;

  constructor(
    private readonly plan: WorldPlan,
    /** When an offer ends that is made now: the rule is tested by itself. */
    private readonly deadline: (now: number) => number,
  ) {
    this.line = new Line(plan.passedOverLimit);
    this.sessions = plan.sessions.map(({ open, invited, spare }) => ({
      capacity: open + invited + spare,
      pools: { open: { places: open, released: false }, invited: { places: invited, released: false } },
    }));
  }

  /** Every number of every pool, in order. */
  get pools(): PoolState[] {
    return this.sessions.flatMap(({ pools }, session) =>
      (['open', 'invited'] as const).map((kind) => ({
        ...pools[kind],
        taken: this.taken(session, kind),
        offered: kind === 'open' ? this.line.offered(session) : 0,
        waitedFor: kind === 'open' && this.line.isWaitedFor(session),
      })),
    );
  }

  get size(): number {
    return this.parties.length;
  }

  get waiters(): number {
    return this.line.waiters.length;
  }

  /** Does it, answers what its doer is told, and offers what has come free. */
  answer(deed: Deed): string {
    const told = this.does(deed);
    for (const session of this.sessions.keys()) this.serve(session);
    return told;
  }

  private does(deed: Deed): string {
    switch (deed.does) {
      case 'register':
        return this.register(deed.session, deed.address, deed.people);
      case 'accept an invitation':
        return this.accept(deed.session, deed.people);
      case 'give up':
        return this.giveUp(this.parties[deed.party]!, deed.people);
      case 'move':
        return this.move(this.parties[deed.party]!, deed.session);
      case 'become':
        return this.become(this.parties[deed.party]!, deed.people);
      case 'follow the link':
        return this.followLink(this.parties[deed.party]!);
      case 'resize':
        return this.resize(this.sessions[deed.session]!, deed.session, deed.pool, deed.places);
      case 'join the waiting list':
        return this.join(deed.wants, deed.people, deed.fewer);
      case 'take what is offered':
        return this.takeOffer(this.line.waiters[deed.waiter]!, deed.people);
      case 'say no to what is offered':
        return this.line.decline(this.line.waiters[deed.waiter]!);
      case 'leave the waiting list':
        return this.line.leave(this.line.waiters[deed.waiter]!);
      case 'wait':
        this.now += deed.minutes;
        this.line.expire(this.now);
        return 'done';
      case 'release':
        return this.release();
      case 'expire':
        return this.expire();
    }
  }

  private register(session: number, address: number, people: number): string {
    const known = this.livingAt(address, session);
    const free = this.free(session, 'open');
    if (known && this.plan.confirmation === 'immediate') return 'already_registered';
    if (people > free) return `session_full: ${free} left`;
    const heldUntil = this.now + HOLD_MINUTES;
    const party = { session, pool: 'open' as const, people, heldUntil };
    if (known) return this.hide(known, { ...party, address: undefined, state: 'unverified', standsInFor: known });
    const state = this.plan.confirmation === 'immediate' ? 'confirmed' : 'unverified';
    this.parties.push({ ...party, address, state });
    return state;
  }

  /** What waits for the address already waits longer; where nothing does, a stand-in holds the places. */
  private hide(known: Party, standIn: Party): string {
    const waiting = [known, ...this.standIns.filter(({ standsInFor }) => standsInFor === known)].filter(
      ({ state }) => state === 'unverified',
    );
    for (const one of waiting) one.heldUntil = standIn.heldUntil;
    if (waiting.length === 0) this.standIns.push(standIn);
    return 'unverified';
  }

  private accept(session: number, people: number): string {
    if (people > this.free(session, 'invited')) return 'refused';
    const guest = { session, pool: 'invited' as const, people, address: undefined };
    this.parties.push({ ...guest, state: 'confirmed', heldUntil: 0 });
    return 'granted';
  }

  private join(wants: readonly number[], people: number, fewer: boolean): string {
    if (wants.some((session) => this.free(session, 'open') > 0)) return 'places_free';
    const largest = Math.max(...wants.map((session) => this.sessions[session]!.pools.open.places));
    if ((fewer ? 1 : people) > largest) return 'party_never_fits';
    this.line.join(wants, people, fewer);
    return 'waiting';
  }

  private takeOffer(waiter: Waiter, wanted: number | undefined): string {
    const { offer } = waiter;
    if (waiter.state === 'accepted') return 'accepted';
    if (!offer) return 'offer_ended';
    const people = wanted ?? offer.people;
    if (people > offer.people) return 'more_than_offered';
    this.line.accept(waiter);
    const places = { session: offer.session, pool: 'open' as const, people, address: undefined };
    this.parties.push({ ...places, state: 'confirmed', heldUntil: 0 });
    return 'accepted';
  }

  private serve(session: number): void {
    const { places } = this.sessions[session]!.pools.open;
    this.line.serve(session, { places, taken: this.taken(session, 'open') }, this.deadline(this.now));
  }

  private giveUp(party: Party, people = party.people): string {
    if (party.state === 'cancelled') return 'cancelled';
    if (party.state === 'unverified') return 'registration_unverified';
    if (people > party.people) return 'too_many_places';
    this.passOn(party, people);
    if (people === party.people) Object.assign(party, { state: 'cancelled', cancelledBy: 'attendee' });
    else party.people -= people;
    return party.state;
  }

  private move(party: Party, to: number): string {
    const refusal = notConfirmed(party);
    if (refusal || party.session === to) return refusal ?? 'confirmed';
    const free = this.free(to, 'open');
    if (party.people > free) return `session_full: ${free} left`;
    if (this.plan.oneRegistrationPer === 'session' && this.livingAt(party.address, to)) return 'already_registered';
    this.passOn(party, party.people);
    Object.assign(party, { session: to, pool: 'open' });
    return 'confirmed';
  }

  private become(party: Party, people: number): string {
    const refusal = notConfirmed(party);
    if (refusal) return refusal;
    const free = this.free(party.session, party.pool);
    if (people - party.people > free) return `session_full: ${free} left`;
    if (people < party.people) this.passOn(party, party.people - people);
    party.people = people;
    return 'confirmed';
  }

  private followLink(party: Party): string {
    if (party.state === 'confirmed') return 'confirmed';
    if (party.state === 'cancelled') {
      if (party.cancelledBy !== 'expiry') return 'registration_cancelled';
      const free = this.free(party.session, party.pool);
      if (party.people > free) return `hold_ended: ${free} left`;
      if (this.livingAt(party.address, party.session)) return 'already_registered';
    }
    party.state = 'confirmed';
    return 'confirmed';
  }

  private resize({ pools, capacity }: Session, session: number, kind: PoolKind, places: number): string {
    const taken = this.taken(session, kind);
    if (places < taken) return `capacity_below_taken: by ${taken - places}`;
    const other = kind === 'open' ? pools.invited : pools.open;
    if (places + other.places > capacity) return 'over_capacity';
    pools[kind].places = places;
    return 'done';
  }

  private release(): string {
    for (const [session, { pools }] of this.sessions.entries()) {
      if (pools.invited.released || this.now < RELEASE_MINUTES) continue;
      const free = this.free(session, 'invited');
      pools.invited.places -= free;
      pools.open.places += free;
      pools.invited.released = true;
    }
    return 'done';
  }

  private expire(): string {
    for (const party of this.all) {
      const overdue = party.state === 'unverified' && party.heldUntil <= this.now;
      if (overdue) Object.assign(party, { state: 'cancelled', cancelledBy: 'expiry' });
    }
    return 'done';
  }

  /** What leaves a pool that was released goes on to the public. */
  private passOn({ session, pool }: Party, people: number): void {
    const { pools } = this.sessions[session]!;
    if (!pools[pool].released) return;
    pools[pool].places -= people;
    pools.open.places += people;
  }

  private livingAt(address: number | undefined, session: number): Party | undefined {
    if (address === undefined) return undefined;
    const anywhere = this.plan.oneRegistrationPer === 'event';
    return this.parties.find(
      (party) => party.address === address && party.state !== 'cancelled' && (anywhere || party.session === session),
    );
  }

  private get all(): readonly Party[] {
    return [...this.parties, ...this.standIns];
  }

  /** What is there for whoever comes: nothing while somebody waits. */
  private free(session: number, kind: PoolKind): number {
    if (kind === 'open' && this.line.isWaitedFor(session)) return 0;
    return this.sessions[session]!.pools[kind].places - this.taken(session, kind);
  }

  private taken(session: number, kind: PoolKind): number {
    const here = this.all.filter((one) => one.session === session && one.pool === kind && one.state !== 'cancelled');
    const offered = kind === 'open' ? this.line.offered(session) : 0;
    return here.reduce((sum, { people }) => sum + people, offered);
  }
}

function notConfirmed({ state }: Party): string | undefined {
  if (state === 'cancelled') return 'registration_cancelled';
  return state === 'unverified' ? 'registration_unverified' : undefined;
}
