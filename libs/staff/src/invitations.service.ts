import { Injectable } from '@nestjs/common';
import { emailKey, type NewStaffMember, type StaffMemberView } from '#contracts';
import type { Tx } from '#database';
import { Clock, type Expected, expectVersion, newId } from '#kernel';
import { COMMAND, type Actor } from './actor.js';
import { AuditTrail } from './audit-trail.service.js';
import { mustHold } from './caller.js';
import { Member } from './member.entity.js';
import { grantRows, permissionsOf, viewsOf } from './member-views.js';
import { Members } from './members.service.js';
import { AlreadyMember, WrongStaffState } from './staff.errors.js';
import { StaffLinks } from './staff-links.service.js';
import { replaceGrants } from './staff.queries.js';

/** Brings people into the team. An account is made for each, and works once its owner has set a password or signed in. */
@Injectable()
export class Invitations {
  constructor(
    private readonly members: Members,
    private readonly links: StaffLinks,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Mails a link that is valid for seven days, once. Throws BeyondOwn or AlreadyMember. */
  async invite(tx: Tx, actor: Actor, wished: NewStaffMember): Promise<StaffMemberView> {
    const member = await this.add(tx, actor, wished);
    await this.links.send(tx, member.id, 'invitation');
    return this.told(tx, actor, 'staff.invited', member);
  }

  /** Mails a new link; the one before is dead. Throws NotFound, BeyondOwn or WrongStaffState. */
  async resend(tx: Tx, actor: Actor, id: string): Promise<StaffMemberView> {
    const { member } = await this.members.take(tx, actor, id);
    mustBeInvited(member);
    await this.links.send(tx, id, 'invitation');
    return this.told(tx, actor, 'staff.invited-again', member);
  }

  /** Takes back an invitation, and the account with it. Throws NotFound, BeyondOwn, Stale or WrongStaffState. */
  async withdraw(tx: Tx, actor: Actor, id: string, expected: Expected): Promise<void> {
    const { member } = await this.members.take(tx, actor, id);
    expectVersion(expected, member.version);
    mustBeInvited(member);
    const [before] = await viewsOf(tx, [member], this.clock.now());
    await tx.delete(Member, { id });
    this.audit.record(tx, actor, { kind: 'staff.invitation-withdrawn', subjectId: id, before });
  }

  /**
   * For the command on the machine: an owner of everything with this address, and the link with which they set a
   * password. Works without any mail, and helps an owner who has lost every way in.
   */
  async owner(tx: Tx, email: string): Promise<string> {
    const grants = [{ role: 'owner' as const, eventIds: null }];
    const found = await tx.findOneBy(Member, { email: emailKey(email) });
    const member = found ?? (await this.add(tx, COMMAND, { name: email, email, grants }));
    if (found) {
      await this.members.enable(tx, COMMAND, found.id);
      await this.members.change(tx, COMMAND, found.id, 'any', { grants });
    }
    const link = await this.links.make(tx, member.id, found?.joinedAt ? 'password' : 'invitation');
    if (!found) await this.told(tx, COMMAND, 'staff.invited', member);
    return this.links.url(link);
  }

  private async add(tx: Tx, actor: Actor, { name, email, grants }: NewStaffMember): Promise<Member> {
    const rows = grantRows(grants);
    mustHold(actor, permissionsOf(rows));
    const now = this.clock.now();
    const member: Member = {
      ...{ id: newId(), name, email: emailKey(email), emailVerified: false, image: null, twoFactorEnabled: false },
      ...{ createdAt: now, updatedAt: now, joinedAt: null, disabledAt: null, version: 1 },
    };
    if (await tx.existsBy(Member, { email: member.email })) throw new AlreadyMember();
    await tx.insert(Member, member);
    replaceGrants(tx, member.id, rows);
    return member;
  }

  private async told(tx: Tx, actor: Actor, kind: string, member: Member): Promise<StaffMemberView> {
    const [view] = await viewsOf(tx, [member], this.clock.now());
    this.audit.record(tx, actor, { kind, subjectId: member.id, after: view });
    return view!;
  }
}

function mustBeInvited({ joinedAt, disabledAt }: Member): void {
  if (joinedAt) throw new WrongStaffState('The invitation has been accepted already.');
  if (disabledAt) throw new WrongStaffState('This account is disabled. Please enable it first.');
}
