import type { Admission, LockedPool } from '#admission';
import type { InvitationState } from '#contracts';
import type { Tx } from '#database';
import { NotFound } from '#kernel';
import type { InvitedParties, LockedRegistration, Registrar, SessionFacts } from '#registration';
import { Invitation } from './invitation.entity.js';
import { InvitationWithdrawn } from './invitation.errors.js';
import { lockDeputy } from './invitations.queries.js';
import { standing } from './standing.js';

/** An invitation with its pool, and the registration that was made by it if there is one: all locked. */
export interface LockedInvitation {
  readonly invitation: Invitation;
  readonly state: InvitationState;
  readonly pool: LockedPool;
  readonly pools: ReadonlyMap<string, LockedPool>;
  readonly party: LockedRegistration | undefined;
  /** Undefined while the event is a draft. */
  readonly facts: SessionFacts | undefined;
}

export interface Keys {
  readonly admission: Admission;
  readonly registrar: Registrar;
  readonly parties: InvitedParties;
}

/**
 * Locks the invitation, then its pools, then its registration, as everything does that changes an invitation. It goes
 * first because a mail is sent under its lock: who answers meanwhile waits for the mail server, and must not hold up the
 * pool for everybody else. Throws NotFound.
 */
export async function lockInvitation(
  tx: Tx,
  { admission, registrar, parties }: Keys,
  id: string,
  otherPools: readonly string[] = [],
): Promise<LockedInvitation> {
  const invitation = await tx.findOne(Invitation, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!invitation) throw new NotFound('invitation');
  // A deputy is made under the lock of who sends them, so there is no other by now; and nobody locks them the other way round.
  if (invitation.state === 'deputised') await lockDeputy(tx, invitation.id);
  const asked = [invitation.poolId, ...otherPools];
  const { registrationId, sessionId } = invitation;
  const party = registrationId === null ? undefined : await registrar.lock(tx, registrationId, { otherPools: asked });
  const pools = party?.pools ?? (await admission.lock(tx, asked));
  const pool = pools.get(invitation.poolId)!;
  const facts = await parties.facts(tx, sessionId);
  return { invitation, state: standing(invitation, party?.registration), pool, pools, party, facts };
}

/** How it stands, if it stands. Throws InvitationWithdrawn. */
export function mustStand({ state }: Pick<LockedInvitation, 'state'>): Exclude<InvitationState, 'withdrawn'> {
  if (state === 'withdrawn') throw new InvitationWithdrawn();
  return state;
}
