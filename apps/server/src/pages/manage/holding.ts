import type { EventView, RegistrationView, SessionView } from '#contracts';

/** What the pages behind a manage link show: the places, their event, and where these pages live. */
export interface Holding {
  readonly registration: RegistrationView;
  readonly event: EventView;
  readonly session: SessionView;
  /** `/manage/<token>` */
  readonly base: string;
  readonly can: Possible;
  /** The guest's calendar has declined, and the places are given back then. */
  readonly declineDueAt?: string;
}

/** What can still be done, at the given moment. */
export interface Possible {
  readonly change: boolean;
  readonly move: boolean;
  readonly cancel: boolean;
}

/** Out of a session that was called off there is the way to another time, however late. */
export function possible({ registration, event, session }: Omit<Holding, 'base' | 'can'>, now: Date): Possible {
  const confirmed = registration.state === 'confirmed';
  const stranded = registration.cancelledBy === 'called-off';
  const calledOff = session.state === 'cancelled';
  const inTime = now < new Date(registration.changesUntil);
  return {
    change: confirmed && !calledOff && inTime,
    move:
      ((confirmed && (calledOff || inTime)) || stranded) && event.status === 'published' && event.sessions.length > 1,
    cancel: confirmed && !calledOff && now < new Date(registration.cancellationUntil),
  };
}
