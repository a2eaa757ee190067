import { Param } from '@nestjs/common';
import { MessageView } from '#contracts';
import type { InTransaction } from '#database';
import { type Clerk, Resending } from '#registration';
import { OneTransaction } from '../http/idempotency.js';
import { AtWork } from './access.guard.js';
import { AdminController, AdminPost } from './operations.js';

const NOBODY = 'no_address, too_many_mails, session_cancelled, session_over';

@AdminController('messages')
export class ResendingController {
  constructor(private readonly resending: Resending) {}

  @AdminPost('registrations/:id/resend', {
    needs: 'messages:write',
    summary: 'Mails a party its confirmation again',
    description:
      'As it is now and for the same calendar entry; where the address is not confirmed yet, the link that does so.',
    answers: [202, 'The message, which is on its way', MessageView],
    refusals: { 409: `registration_cancelled, ${NOBODY}` },
  })
  confirmation(
    @Param('id') id: string,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<MessageView> {
    return run((tx) => this.resending.confirmation(tx, clerk, id));
  }

  @AdminPost('messages/:id/resend', {
    needs: 'messages:write',
    summary: 'Sends a message again that was sent or has failed',
    description: 'As things stand now, to the address that the party has now.',
    answers: [202, 'A new message that names the old one', MessageView],
    refusals: { 409: `message_queued, message_overtaken, message_of_candidate, ${NOBODY}` },
  })
  message(@Param('id') id: string, @AtWork() clerk: Clerk, @OneTransaction() run: InTransaction): Promise<MessageView> {
    return run((tx) => this.resending.message(tx, clerk, id));
  }
}
