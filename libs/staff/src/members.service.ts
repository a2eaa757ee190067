import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { NewGrants, PageQuery, StaffMemberChange, StaffMemberView } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, type Expected, expectVersion, isId, NotFound } from '#kernel';
import type { Actor } from './actor.js';
import { AuditTrail } from './audit-trail.service.js';
import { mustHold } from './caller.js';
import { Member } from './member.entity.js';
import { grantRows, isOwner, permissionsOf, viewsOf } from './member-views.js';
import { LastOwner } from './staff.errors.js';
import {
  deleteSessions,
  endLinks,
  findGrants,
  findMembers,
  findOwners,
  type GrantRow,
  lockOwners,
  replaceGrants,
} from './staff.queries.js';

/** What is written of a member at once. */
type Written = Partial<Pick<Member, 'name' | 'disabledAt'>>;

/** The team: who belongs to it and what they may do. */
@Injectable()
export class Members {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Newest first, disabled and invited people too. */
  async list(query: PageQuery): Promise<Paged<StaffMemberView>> {
    const { limit, cursor } = readCursor(query);
    const where = cursor === undefined ? {} : { id: LessThan(cursor) };
    const tx = this.database.reader;
    const found = await tx.find(Member, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(await viewsOf(tx, found, this.clock.now()), limit);
  }

  async one(id: string): Promise<StaffMemberView> {
    const found = isId(id) ? await this.database.reader.findOneBy(Member, { id }) : null;
    if (!found) throw new NotFound('member of the team');
    return this.view(this.database.reader, found);
  }

  /** Which of these belong to the team. They stay, though they may be disabled, until the transaction ends. */
  async among(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(ids.length === 0 ? [] : await findMembers(tx, ids));
  }

  /** Throws NotFound, Stale, BeyondOwn or LastOwner. */
  async change(tx: Tx, actor: Actor, id: string, expected: Expected, change: StaffMemberChange) {
    const { member, grants } = await this.take(tx, actor, id);
    expectVersion(expected, member.version);
    const before = await this.view(tx, member);
    if (change.grants) await this.regrant(tx, actor, member, grants, change.grants);
    const written = change.name === undefined ? {} : { name: change.name };
    return this.write(tx, actor, 'staff.changed', { member, before, written });
  }

  /** Ends all of the member's sessions at once, and their invitation. Throws NotFound, BeyondOwn or LastOwner. */
  async disable(tx: Tx, actor: Actor, id: string, reason?: string): Promise<StaffMemberView> {
    const { member, grants } = await this.take(tx, actor, id);
    if (member.disabledAt) return this.view(tx, member);
    const before = await this.view(tx, member);
    await this.mustLeaveAnOwner(tx, member, grants);
    endLinks(tx, id, this.clock.now());
    await deleteSessions(tx, id);
    const written = { disabledAt: this.clock.now() };
    return this.write(tx, actor, 'staff.disabled', { member, before, written, reason });
  }

  /** Throws NotFound or BeyondOwn. */
  async enable(tx: Tx, actor: Actor, id: string): Promise<StaffMemberView> {
    const { member } = await this.take(tx, actor, id);
    if (!member.disabledAt) return this.view(tx, member);
    const before = await this.view(tx, member);
    return this.write(tx, actor, 'staff.enabled', { member, before, written: { disabledAt: null } });
  }

  /**
   * The member's row, locked, with what they may do. Who has less than they may do nothing to them. Throws NotFound or
   * BeyondOwn.
   */
  async take(tx: Tx, actor: Actor, id: string): Promise<{ readonly member: Member; readonly grants: GrantRow[] }> {
    // Before the row: whoever waits here holds none that another waits for.
    lockOwners(tx);
    const member = isId(id) && (await tx.findOne(Member, { where: { id }, lock: { mode: 'pessimistic_write' } }));
    if (!member) throw new NotFound('member of the team');
    const grants = await findGrants(tx, [id]);
    mustHold(actor, permissionsOf(grants));
    return { member, grants };
  }

  private async regrant(tx: Tx, actor: Actor, member: Member, before: readonly GrantRow[], wished: NewGrants) {
    const rows = grantRows(wished);
    mustHold(actor, permissionsOf(rows));
    if (!isOwner(rows)) await this.mustLeaveAnOwner(tx, member, before);
    replaceGrants(tx, member.id, rows);
  }

  private async mustLeaveAnOwner(tx: Tx, { id }: Member, grants: readonly GrantRow[]): Promise<void> {
    if (!isOwner(grants)) return;
    const owners = await findOwners(tx);
    if (owners.some((owner) => owner.id === id) && owners.length === 1) throw new LastOwner();
  }

  private async write(tx: Tx, actor: Actor, kind: string, deed: Done): Promise<StaffMemberView> {
    const { member, before, written, reason } = deed;
    const changed = { ...written, version: member.version + 1, updatedAt: this.clock.now() };
    await tx.update(Member, { id: member.id }, changed);
    const after = await this.view(tx, { ...member, ...changed });
    this.audit.record(tx, actor, { kind, subjectId: member.id, before, after, reason });
    return after;
  }

  private async view(tx: Tx, member: Member): Promise<StaffMemberView> {
    const [view] = await viewsOf(tx, [member], this.clock.now());
    return view!;
  }
}

interface Done {
  readonly member: Member;
  readonly before: StaffMemberView;
  readonly written: Written;
  readonly reason?: string | undefined;
}
