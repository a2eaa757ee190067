import type { Actor } from '#staff';

/** The holder of an invitation's link. Who that is stands in the invitation. */
export function guest(invitationId: string): Actor {
  return { kind: 'attendee', id: invitationId, name: 'invited guest', address: null };
}
