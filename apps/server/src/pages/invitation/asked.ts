import type { EventView, InvitationView, SessionView } from '#contracts';

/** What the pages behind an invitation's link show. */
export interface Asked {
  readonly invitation: InvitationView;
  readonly event: EventView;
  readonly session: SessionView;
  /** `/invitations/<token>` */
  readonly base: string;
  /** Whether answers are taken at this moment. */
  readonly open: boolean;
}

/** Whether the guest may say yes: they have not, and nobody comes for them. */
export function mayAccept({ invitation, open }: Asked): boolean {
  const { state } = invitation;
  return open && (state === 'pending' || state === 'declined' || isLeftByDeputy(invitation));
}

/** Who has named a deputy need not say no as well, unless that deputy was withdrawn. */
export function mayDecline({ invitation: { state, deputy }, open }: Asked): boolean {
  return open && (state === 'pending' || state === 'accepted' || (state === 'deputised' && deputy === null));
}

export function maySendDeputy({ invitation, open }: Asked): boolean {
  const { state, canSendDeputy } = invitation;
  if (!open || !canSendDeputy || state === 'withdrawn') return false;
  return state !== 'deputised' || isLeftByDeputy(invitation);
}

/** The deputy has declined, or was withdrawn by the team. */
function isLeftByDeputy({ state, deputy }: InvitationView): boolean {
  return state === 'deputised' && (deputy === null || deputy.state === 'declined');
}
