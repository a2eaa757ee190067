import { Injectable } from '@nestjs/common';
import type { HeardAcceptance, HeardDeputy, HeardRefusal } from '#contracts';
import type { Tx } from '#database';
import type { Clerk } from '#registration';
import { InvitationAnswers } from './answers.service.js';
import { Deputies } from './deputies.service.js';
import { within } from './guest-list.service.js';
import type { LockedInvitation } from './locked-invitation.js';

/** What guests have said by telephone or in a letter, as somebody of the team writes it down. Each throws NotFound too. */
@Injectable()
export class TeamAnswers {
  constructor(
    private readonly answers: InvitationAnswers,
    private readonly deputies: Deputies,
  ) {}

  async accept(tx: Tx, clerk: Clerk, id: string, { source, tell, reason, ...wish }: HeardAcceptance): Promise<void> {
    await this.answers.accept(tx, await this.lock(tx, clerk, id), { actor: clerk.actor, source, tell, reason }, wish);
  }

  async decline(tx: Tx, clerk: Clerk, id: string, heard: HeardRefusal): Promise<void> {
    await this.answers.decline(tx, await this.lock(tx, clerk, id), { actor: clerk.actor, ...heard });
  }

  async deputise(tx: Tx, clerk: Clerk, id: string, { deputy, ...heard }: HeardDeputy): Promise<void> {
    await this.deputies.send(tx, await this.lock(tx, clerk, id), { actor: clerk.actor, ...heard }, deputy);
  }

  async recall(tx: Tx, clerk: Clerk, id: string): Promise<void> {
    await this.deputies.recall(tx, await this.lock(tx, clerk, id), { actor: clerk.actor });
  }

  private async lock(tx: Tx, { reach }: Clerk, id: string): Promise<LockedInvitation> {
    const locked = await this.answers.lock(tx, within(id));
    reach.mustCover(locked.invitation.eventId, 'invitation');
    return locked;
  }
}
