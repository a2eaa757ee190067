import type { Invitation } from './invitation.entity.js';

/** What the audit trail compares; of the note it tells that it changed. */
export function noted(invitation: Invitation) {
  const { state, poolId, salutation, title, name, organisation, precedence, language, email, partySize } = invitation;
  const { sealedNote: notes, registrationId, source } = invitation;
  const of = { salutation, title, name, organisation, precedence, language, email, notes };
  return { state, poolId, partySize, ...of, registrationId, source };
}
