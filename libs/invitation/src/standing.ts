import type { InvitationState } from '#contracts';
import type { Registration } from '#registration';
import type { Invitation } from './invitation.entity.js';

/**
 * How an invitation stands. Who has accepted may give the places up by their manage link, and the team may give them
 * back: whether the party comes, its registration says.
 */
export function standing(
  { state }: Pick<Invitation, 'state'>,
  registration: Pick<Registration, 'state'> | undefined,
): InvitationState {
  if (!registration || (state !== 'accepted' && state !== 'declined')) return state;
  return registration.state === 'cancelled' ? 'declined' : 'accepted';
}
