import { Injectable } from '@nestjs/common';
import type { StaffSessionView } from '#contracts';
import { Database, type Tx } from '#database';
import { Clock, isId, NotFound } from '#kernel';
import type { Actor } from './actor.js';
import { AuditTrail } from './audit-trail.service.js';
import { Authentication, type SignedIn } from './authentication.service.js';
import { Caller } from './caller.js';
import { Member } from './member.entity.js';
import { permissionsOf } from './member-views.js';
import { deleteExpired, deleteSessions, findGrants, findSessions } from './staff.queries.js';

/** Who is signed in, and where else. */
@Injectable()
export class TeamSessions {
  constructor(
    private readonly database: Database,
    private readonly authentication: Authentication,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** The session that the cookie names, as long as it lasts and its member may enter. */
  async current(cookie: string | undefined): Promise<SignedIn | undefined> {
    const found = await this.authentication.signedIn(cookie);
    return found && found.expiresAt > this.clock.now() ? found : undefined;
  }

  /** The member whose session it is, with what they may do at this moment. */
  async recognise(cookie: string | undefined, address: string): Promise<Caller | undefined> {
    const session = await this.current(cookie);
    if (!session) return undefined;
    const { memberId: id } = session;
    const [member, grants] = await Promise.all([
      this.database.reader.findOneBy(Member, { id }),
      findGrants(this.database.reader, [id]),
    ]);
    if (!member || member.disabledAt) return undefined;
    return new Caller('person', id, member.name, address, permissionsOf(grants));
  }

  /** Newest first; `currentId` is the one that asks. */
  async list(memberId: string, currentId?: string): Promise<StaffSessionView[]> {
    const rows = await findSessions(this.database.reader, memberId, this.clock.now());
    return rows.map(({ id, createdAt, expiresAt, address, userAgent }) => ({
      ...{ id, current: id === currentId, address: address || null, userAgent: userAgent || null },
      ...{ createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() },
    }));
  }

  /** Throws NotFound if it is none of the member's. */
  async end(tx: Tx, actor: Actor, memberId: string, sessionId: string): Promise<void> {
    const ended = isId(sessionId) ? await deleteSessions(tx, memberId, { only: sessionId }) : [];
    if (ended.length === 0) throw new NotFound('session');
    this.note(tx, actor, memberId, 1);
  }

  /** All of the member's, but not `except`. Answers how many. */
  async endAll(tx: Tx, actor: Actor, memberId: string, except?: string): Promise<number> {
    const ended = await deleteSessions(tx, memberId, { except: except ?? null });
    if (ended.length > 0) this.note(tx, actor, memberId, ended.length);
    return ended.length;
  }

  /** What has ended by itself, and sign-ins that were begun and never finished. */
  async forgetExpired(): Promise<void> {
    await deleteExpired(this.database.reader, this.clock.now());
  }

  private note(tx: Tx, actor: Actor, memberId: string, sessions: number): void {
    const deed = { kind: 'staff.sessions-ended', subjectId: memberId, before: { sessions }, after: { sessions: 0 } };
    this.audit.record(tx, actor, deed);
  }
}
