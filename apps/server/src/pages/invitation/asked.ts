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
export function mayAccept({ invitation: { state, deputy }, open }: Asked): boolean {
  if (state === 'deputised') return open && deputy?.state === 'declined';
  return open && (state === 'pending' || state === 'declined');
}

export function mayDecline({ invitation: { state }, open }: Asked): boolean {
  return open && (state === 'pending' || state === 'accepted');
}

export function maySendDeputy({ invitation: { state, deputy, canSendDeputy }, open }: Asked): boolean {
  if (!open || !canSendDeputy) return false;
  return state === 'deputised' ? deputy?.state === 'declined' : state !== 'withdrawn';
}
