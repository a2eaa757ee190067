import { Injectable } from '@nestjs/common';
import { emailKey } from '#contracts';
import { Database } from '#database';
import { Jobs } from '#jobs';
import { Clock, Secrets } from '#kernel';
import { Member } from './member.entity.js';
import { StaffLink } from './staff-link.entity.js';
import { StaffLinks } from './staff-links.service.js';

/** What the job `staff.password-asked` carries; sealed, since jobs hold nobody's address. */
export interface PasswordAsked {
  readonly sealed: string;
}

/** Nobody's mailbox is filled by asking again and again. */
const PAUSE_MS = 5 * 60_000;

/** Mails members a link with which they set a new password. */
@Injectable()
export class PasswordRequests {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly secrets: Secrets,
    private readonly links: StaffLinks,
    private readonly clock: Clock,
  ) {}

  /** Does the same, and takes as long, whoever has the address: whether there is such a member is found out later. */
  async ask(email: string): Promise<void> {
    const sealed = this.secrets.seal(emailKey(email));
    await this.database.transaction((tx) =>
      this.jobs.enqueue(tx, 'staff.password-asked', [{ sealed } satisfies PasswordAsked]),
    );
  }

  /** Invited people are left to their invitation, and who was mailed just now to that mail. */
  async answer({ sealed }: PasswordAsked): Promise<void> {
    const email = this.secrets.open(sealed);
    await this.database.transaction(async (tx) => {
      const member = await tx.findOne(Member, { where: { email }, lock: { mode: 'pessimistic_write' } });
      if (!member?.joinedAt || member.disabledAt) return;
      const last = await tx.findOne(StaffLink, {
        where: { memberId: member.id, purpose: 'password' },
        order: { id: 'DESC' },
      });
      const since = this.clock.now().getTime() - PAUSE_MS;
      if (!last || last.createdAt.getTime() <= since) await this.links.send(tx, member.id, 'password');
    });
  }
}
