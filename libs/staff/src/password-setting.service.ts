import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { newId } from '#kernel';
import { Arrivals } from './arrivals.service.js';
import { AuditTrail } from './audit-trail.service.js';
import { Guesses } from './guesses.service.js';
import { mustBeGood, type PasswordOwner } from './password-rules.js';
import { hashPassword } from './passwords.js';
import type { StaffLink } from './staff-link.entity.js';
import { StaffLinks } from './staff-links.service.js';
import { deleteSessions, endLinks, putPassword } from './staff.queries.js';

/** Sets passwords by the links that invitations and resets carry. */
@Injectable()
export class PasswordSetting {
  constructor(
    private readonly database: Database,
    private readonly links: StaffLinks,
    private readonly arrivals: Arrivals,
    private readonly audit: AuditTrail,
    private readonly guesses: Guesses,
  ) {}

  /** Whose password the link sets; changes nothing. Throws StaffLinkNotValid. */
  async look(token: string): Promise<PasswordOwner & Pick<StaffLink, 'purpose'>> {
    const { link, member } = await this.database.transaction((tx) => this.links.open(tx, token));
    return { name: member.name, email: member.email, purpose: link.purpose };
  }

  /**
   * Uses up the link. Whoever was invited is a member from now on; whoever was one already is signed out everywhere.
   * Throws StaffLinkNotValid or, with `/password` as pointer, InvalidInput.
   */
  async set(token: string, password: string, address: string): Promise<void> {
    await mustBeGood(password, await this.look(token), '/password');
    // Takes a tenth of a second, which no row should be locked for.
    const hash = await hashPassword(password);
    const email = await this.database.transaction(async (tx) => {
      const { member, now } = await this.links.open(tx, token);
      putPassword(tx, newId(), member.id, hash, now);
      if (!member.joinedAt) this.arrivals.join(tx, member, address);
      else {
        endLinks(tx, member.id, now);
        await deleteSessions(tx, member.id);
        const actor = { kind: 'person', id: member.id, name: member.name, address } as const;
        this.audit.record(tx, actor, { kind: 'staff.password-set', subjectId: member.id });
      }
      return member.email;
    });
    await this.guesses.forget(email);
  }
}
