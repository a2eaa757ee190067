import type { EventView, RegistrationView, SessionView } from '#contracts';

/** What the pages behind a manage link show: the places, their event, and where these pages live. */
export interface Holding {
  readonly registration: RegistrationView;
  readonly event: EventView;
  readonly session: SessionView;
  /** `/manage/<token>` */
  readonly base: string;
}

/** What can still be done, at the given moment. */
export interface Possible {
  readonly change: boolean;
  readonly cancel: boolean;
}

export function possible({ registration, session }: Holding, now: Date): Possible {
  const live = registration.state !== 'cancelled' && session.state !== 'cancelled';
  return {
    change: live && now < new Date(registration.changesUntil),
    cancel: live && now < new Date(registration.cancellationUntil),
  };
}
