import type { EventView, SessionView } from '#contracts';
import type { DomainError } from '#kernel';
import { NotYetOpen, PlacesByBallot, RegistrationClosed, SessionCancelled, SessionFull } from '#registration';

/** What taking places in this session would be refused with, told before anybody fills in a form. */
export function stateRefusal({ registration }: EventView, { state, ballotId }: SessionView): DomainError {
  switch (state) {
    case 'not_yet_open':
      return new NotYetOpen(new Date(registration.opensAt));
    case 'closed':
      return new RegistrationClosed();
    case 'cancelled':
      return new SessionCancelled();
    case 'ballot':
      return new PlacesByBallot(ballotId!);
    default:
      return new SessionFull(0, []);
  }
}
