import { Injectable } from '@nestjs/common';
import { Admission, openPlaces } from '#admission';
import type { HeardDeputy } from '#contracts';
import type { Tx } from '#database';
import { Clock, newId } from '#kernel';
import { EventNotPublished, InvitedParties, isOwn, RegistrationClosed, SessionFull, usageOf } from '#registration';
import { type Heard, InvitationAnswers } from './answers.service.js';
import type { Invitation } from './invitation.entity.js';
import { InvitationAnswered, NoDeputyToRecall, NoSecondDeputy, TooManyDeputies } from './invitation.errors.js';
import { type By, InvitationRecords } from './invitation-records.service.js';
import { countDeputies, findDeputy } from './invitations.queries.js';
import { type LockedInvitation, mustStand } from './locked-invitation.js';

/** So many may guests name by themselves, one after the other. */
const MOST_DEPUTIES = 5;

/** Somebody else comes in a guest's place, by an invitation of their own to what was the guest's. */
@Injectable()
export class Deputies {
  constructor(
    private readonly answers: InvitationAnswers,
    private readonly admission: Admission,
    private readonly parties: InvitedParties,
    private readonly records: InvitationRecords,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives back what the guest has, and promises it to the deputy, who is mailed. Throws InvitationWithdrawn,
   * InvitationAnswered, NoSecondDeputy, TooManyDeputies, EventNotPublished, SessionCancelled, SessionOver, RegistrationClosed, TooLate or
   * SessionFull.
   */
  async send(tx: Tx, locked: LockedInvitation, heard: Heard, deputy: HeardDeputy['deputy']): Promise<Invitation> {
    const { invitation, facts, pool } = locked;
    mustStand(locked);
    if (invitation.deputyOf !== null) throw new NoSecondDeputy();
    if (!facts) throw new EventNotPublished();
    this.parties.mustBeAnswerable(facts, heard.source);
    if (isOwn(heard.source) && (await countDeputies(tx, invitation)) >= MOST_DEPUTIES) throw new TooManyDeputies();
    // What the guest gives back would go on to others, and nothing could be kept for the deputy.
    if (pool.released) throw new RegistrationClosed();
    await this.replace(tx, locked, heard);
    const partySize = sizeFor(locked);
    await this.answers.giveBack(tx, locked, heard);
    await this.admission.promise(tx, pool, partySize);
    const { eventId, sessionId, poolId, organisation, language, id: deputyOf } = invitation;
    const { name, email = null } = deputy;
    const now = this.clock.now();
    const made = await this.records.make(tx, heard, {
      ...{ id: newId(), eventId, sessionId, poolId, state: 'pending', name, email, organisation, language, partySize },
      ...{ salutation: null, title: null, precedence: null, sealedNote: null, deputyOf, registrationId: null },
      ...{ answeredAt: null, source: null, acceptances: 0, calledOffAt: null, sentAt: email === null ? null : now },
    });
    await this.records.tell(tx, [made], 'invitation');
    return this.answers.answered(tx, invitation, heard, 'deputised', {});
  }

  /** While the deputy has not answered, the guest may answer otherwise. Throws InvitationWithdrawn or NoDeputyToRecall. */
  async recall(tx: Tx, locked: LockedInvitation, by: By): Promise<Invitation> {
    const { invitation, pool } = locked;
    if (mustStand(locked) !== 'deputised') throw new NoDeputyToRecall();
    const deputy = await findDeputy(tx, invitation.id);
    if (deputy?.state !== 'pending') throw new NoDeputyToRecall();
    const theirs = await this.withdraw(tx, deputy.id, by, true);
    // What was the deputy's is the guest's, and what is open up to what they were allowed.
    const partySize = pool.released
      ? invitation.partySize
      : Math.min(invitation.partySize, theirs.partySize + openPlaces(pool));
    await this.admission.promise(tx, pool, partySize);
    const again = { state: 'pending', answeredAt: null, source: null, partySize } as const;
    return this.records.change(tx, by, invitation, 'deputy-recalled', again);
  }

  /** Of a guest whose deputy it is, too. The places are the pool's again. Throws InvitationWithdrawn. */
  async withdraw(tx: Tx, id: string, by: By, tell: boolean | undefined): Promise<Invitation> {
    const locked = await this.answers.lock(tx, id);
    const { invitation } = locked;
    mustStand(locked);
    const deputy = invitation.state === 'deputised' ? await findDeputy(tx, id) : undefined;
    if (deputy) await this.withdraw(tx, deputy.id, by, tell);
    const wasTold = await this.answers.giveBack(tx, locked, { ...by, source: 'staff', tell });
    const withdrawn = await this.records.change(tx, by, invitation, 'withdrawn', { state: 'withdrawn' });
    const knows = invitation.sentAt !== null && locked.state === 'pending';
    if (tell !== false && knows && !wasTold) await this.records.tell(tx, [withdrawn], 'invitation-withdrawn');
    return withdrawn;
  }

  /** A deputy who has declined makes room for another. Throws InvitationAnswered. */
  private async replace(tx: Tx, { invitation, state }: LockedInvitation, by: By): Promise<void> {
    if (state !== 'deputised') return;
    const before = await findDeputy(tx, invitation.id);
    if (before && before.state !== 'declined') throw new InvitationAnswered('deputised');
    if (before) await this.withdraw(tx, before.id, by, false);
  }
}

/**
 * How many the deputy may bring: what the guest was promised or has, and no more than the pool can keep. Who has moved to
 * another session or pool, or is in a space, gives nothing back here; then it is of what is open. Throws SessionFull.
 */
function sizeFor({ invitation, state, pool, party }: LockedInvitation): number {
  if (state === 'pending') return invitation.partySize;
  const coming = state === 'accepted' ? party?.registration : undefined;
  const givesBack = coming ? (usageOf(coming).get(pool.id) ?? 0) : 0;
  const partySize = Math.min(coming?.partySize ?? invitation.partySize, givesBack + openPlaces(pool));
  if (partySize === 0) throw new SessionFull(0, []);
  return partySize;
}
