import type { LockedSession } from '#admission';
import { EventCancelled, SessionCancelled, SessionOver } from '#programme';
import type { Reached } from './live-parties.queries.js';
import { ReachChanged } from './registration.errors.js';

/** Throws EventCancelled, SessionCancelled or SessionOver. */
export function mustGoOn({ session, event }: Pick<LockedSession, 'session' | 'event'>, now: Date): void {
  if (event.status === 'cancelled') throw new EventCancelled();
  if (session.status === 'cancelled') throw new SessionCancelled();
  if (session.endsAt <= now) throw new SessionOver();
}

/** Throws ReachChanged if the preview said something else. */
export function mustReach(expected: number | undefined, { reaches }: Reached): void {
  if (expected !== undefined && expected !== reaches) throw new ReachChanged(reaches);
}
