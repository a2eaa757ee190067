import type { Permission } from '#contracts';
import { type Expected, NotFound } from '#kernel';
import type { Actor } from './actor.js';
import { BeyondOwn, NotPermitted } from './staff.errors.js';

/** What somebody may do, and in which event; null for everything. */
export interface Grant {
  readonly permissions: readonly Permission[];
  readonly eventId: string | null;
}

/** The events that a permission reaches; `null` for all of them and what belongs to none. */
export class Reach {
  constructor(readonly eventIds: readonly string[] | null) {}

  covers(eventId: string): boolean {
    return this.eventIds === null || this.eventIds.includes(eventId);
  }

  /** Throws NotFound: what is out of reach answers as if it did not exist. */
  mustCover(eventId: string, what: string): void {
    if (!this.covers(eventId)) throw new NotFound(what);
  }

  /** The event that somebody names, its id as it is kept; undefined if they name none, or one that is out of reach. */
  within(eventId: string | undefined): string | undefined {
    const id = eventId?.toLowerCase();
    return id !== undefined && this.covers(id) ? id : undefined;
  }
}

/** Of who may everything: commands on the machine, and jobs. */
export const EVERYWHERE = new Reach(null);

/** Where somebody has the permission. */
export function reachOf(actor: Actor, permission: Permission): Reach {
  if (!(actor instanceof Caller)) return EVERYWHERE;
  return actor.reach(permission) ?? new Reach([]);
}

/** One thing as a caller asks for it: what they have seen of it, and where they have what the operation needs. */
export interface Asked {
  readonly id: string;
  readonly expected: Expected;
  readonly reach: Reach;
}

/** Throws BeyondOwn if the grants hold something that the caller has not. Commands on the machine may everything. */
export function mustHold(actor: Actor, grants: readonly Grant[]): void {
  if (!(actor instanceof Caller)) return;
  for (const { permissions, eventId } of grants) {
    const lacking = permissions.find((permission) => !actor.may(permission, eventId ?? undefined));
    if (lacking) throw new BeyondOwn(lacking);
  }
}

/** Throws NotPermitted if somebody of the team lacks it there. Commands on the machine and jobs may everything. */
export function mustMay(actor: Actor, permission: Permission, eventId: string): void {
  if (actor instanceof Caller && !actor.may(permission, eventId)) throw new NotPermitted(permission);
}

/** Who sends a request of the admin API: a member of the team, or a program with a key. */
export class Caller implements Actor {
  constructor(
    readonly kind: 'person' | 'key',
    readonly id: string,
    readonly name: string,
    /** Where the request came from. */
    readonly address: string,
    private readonly grants: readonly Grant[],
  ) {}

  /** Where the caller has the permission, or undefined if nowhere. */
  reach(permission: Permission): Reach | undefined {
    const having = this.grants.filter(({ permissions }) => permissions.includes(permission));
    if (having.length === 0) return undefined;
    const events = having.map(({ eventId }) => eventId);
    return new Reach(events.includes(null) ? null : events.filter((eventId) => eventId !== null));
  }

  /** Whether the caller has the permission for the event; for everything if none is named. */
  may(permission: Permission, eventId?: string): boolean {
    const reach = this.reach(permission);
    return reach !== undefined && (eventId === undefined ? reach.eventIds === null : reach.covers(eventId));
  }
}
