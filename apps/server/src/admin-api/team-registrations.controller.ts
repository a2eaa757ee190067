import { Body, Param } from '@nestjs/common';
import {
  AdminRegistration,
  NewRegistration,
  RegistrationCancelling,
  RegistrationChange,
  RegistrationConfirming,
  RegistrationMove,
  RegistrationRestoring,
} from '#contracts';
import type { InTransaction, Tx } from '#database';
import type { Expected } from '#kernel';
import { type Clerk, RegistrationListing, TeamCancel, TeamChange, TeamRegister } from '#registration';
import { OneTransaction } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { AtWork } from './access.guard.js';
import { AdminController, AdminPatch, AdminPost } from './operations.js';

const FULL =
  'session_full, no_wheelchair_space, no_companion_place, places_by_ballot, over_safe_number, already_registered';
const PAST = 'session_cancelled, session_over';
const BEYOND = { 403: 'forbidden: going over the capacity needs `capacity:override`' };

@AdminController('registrations')
export class TeamRegistrationsController {
  constructor(
    private readonly registering: TeamRegister,
    private readonly changes: TeamChange,
    private readonly cancelling: TeamCancel,
    private readonly registrations: RegistrationListing,
  ) {}

  @AdminPost('registrations', {
    needs: 'registrations:write',
    summary: 'Takes places for somebody who rang, wrote or came',
    description:
      'In any pool, until the session ends, and confirmed at once. Who has no e-mail address gets no mail; manageUrl can be printed for them.',
    answers: [201, 'The registration', AdminRegistration],
    refusals: {
      ...BEYOND,
      404: 'not_found: there is no such session or pool',
      409: `${FULL}, ${PAST}, event_not_published`,
      422: 'party_too_large, question_unanswered: unless override names the rule',
    },
  })
  make(
    @Body({ schema: NewRegistration }) body: NewRegistration,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminRegistration> {
    return run(async (tx) => {
      const id = await this.registering.register(tx, clerk, body);
      return this.registrations.one(id, clerk.reach, clerk.sight, tx);
    });
  }

  @AdminPatch('registrations/:id', {
    needs: 'registrations:write',
    summary: 'Corrects a registration, or changes the size of its party',
    description:
      'What is left out stays as it is; guests and answers are exchanged as a whole, which needs `registrations:sensitive`. Any address may take the place of another, which is told. That needs `registrations:sensitive` as well: the mails bring the link that opens everything the party has said.',
    answers: [200, 'The registration as it is now', AdminRegistration],
    refusals: {
      403: `${BEYOND[403]}, another address or what is sensitive \`registrations:sensitive\``,
      409: `${FULL}, registration_cancelled, ${PAST}`,
      422: 'party_too_large, question_unanswered: unless override names the rule',
    },
  })
  change(
    @Param('id') id: string,
    @Body({ schema: RegistrationChange }) body: RegistrationChange,
    @AtWork() clerk: Clerk,
    @IfMatch() expected: Expected,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminRegistration> {
    return run((tx) => this.after(tx, id, clerk, this.changes.change(tx, clerk, id, expected, body)));
  }

  @AdminPost('registrations/:id/move', {
    needs: 'registrations:write',
    summary: 'Moves a party to another session or another pool',
    description: 'Takes the new places, then gives back the old. To another pool of its session nobody is mailed.',
    answers: [200, 'The registration as it is now', AdminRegistration],
    refusals: {
      ...BEYOND,
      404: 'not_found: there is no such registration, or no such session or pool in its event',
      409: `${FULL}, registration_cancelled, registration_unverified, ${PAST}`,
    },
  })
  move(
    @Param('id') id: string,
    @Body({ schema: RegistrationMove }) body: RegistrationMove,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminRegistration> {
    return run((tx) => this.after(tx, id, clerk, this.changes.move(tx, clerk, id, body)));
  }

  @AdminPost('registrations/:id/cancel', {
    needs: 'registrations:write',
    summary: 'Gives up all places of a party, or some of them',
    answers: [200, 'The registration as it is now', AdminRegistration],
    refusals: { 409: 'session_cancelled: it takes nobody any more, so it is all or nothing' },
  })
  cancel(
    @Param('id') id: string,
    @Body({ schema: RegistrationCancelling }) body: RegistrationCancelling,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminRegistration> {
    return run((tx) => this.after(tx, id, clerk, this.cancelling.cancel(tx, clerk, id, body)));
  }

  @AdminPost('registrations/:id/restore', {
    needs: 'registrations:write',
    summary: 'Gives a party back the places that it has given up',
    description: 'If they are left. Reference, link and calendar entry are the same as before.',
    answers: [200, 'The registration as it is now', AdminRegistration],
    refusals: { ...BEYOND, 409: `${FULL}, ${PAST}` },
  })
  restore(
    @Param('id') id: string,
    @Body({ schema: RegistrationRestoring }) body: RegistrationRestoring,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminRegistration> {
    return run((tx) => this.after(tx, id, clerk, this.cancelling.restore(tx, clerk, id, body)));
  }

  @AdminPost('registrations/:id/confirm', {
    needs: 'registrations:write',
    summary: 'Confirms places in place of the link that was mailed',
    description: 'For somebody who rang. Places that have expired are taken anew if they are left.',
    answers: [200, 'The registration as it is now', AdminRegistration],
    refusals: {
      409: `hold_ended, no_wheelchair_space, no_companion_place, registration_cancelled, already_registered, ${PAST}`,
    },
  })
  confirm(
    @Param('id') id: string,
    @Body({ schema: RegistrationConfirming }) body: RegistrationConfirming,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminRegistration> {
    return run((tx) => this.after(tx, id, clerk, this.cancelling.confirm(tx, clerk, id, body)));
  }

  private async after(tx: Tx, id: string, { reach, sight }: Clerk, done: Promise<void>): Promise<AdminRegistration> {
    await done;
    return this.registrations.one(id, reach, sight, tx);
  }
}
