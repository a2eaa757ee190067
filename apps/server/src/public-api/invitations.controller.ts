import { Body, Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiParam, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { InvitationAccepting, InvitationDeputising, InvitationView, RegistrationReceipt } from '#contracts';
import type { InTransaction } from '#database';
import { GuestDesk } from '#invitation';
import { Describe, DescribeRead, WITH_BODY } from '../http/describe.js';
import { Idempotent, OneTransaction } from '../http/idempotency.js';
import { Limited } from '../http/rate-limit.js';
import { InvitationGuard } from './invitation.guard.js';
import { RegistrationId as InvitationId } from './manage.guard.js';

const OWN = {
  401: 'unauthorized, invalid_invitation_token',
  404: 'not_found: its event is not published any more',
};
const STANDS = 'invitation_withdrawn, invitation_answered, idempotency_key_in_use';
const OPEN = 'session_full, session_cancelled, session_over, registration_closed';
const INPUT = 'invalid_input, idempotency_key_reused';

/** For the guests who are invited: the token of their link is their credential. */
@ApiTags('Invitations')
@ApiSecurity('invitation')
@ApiParam({ name: 'id', format: 'uuid' })
@UseGuards(InvitationGuard)
@Limited('manage')
@Controller('api/v1/invitations/:id')
export class GuestInvitationsController {
  constructor(private readonly desk: GuestDesk) {}

  @Get()
  @DescribeRead({
    summary: 'Reads an invitation',
    answers: [200, 'The invitation', InvitationView],
    refusals: OWN,
  })
  view(@InvitationId() id: string): Promise<InvitationView> {
    return this.desk.view(id);
  }

  @Post('accept')
  @Idempotent()
  @Describe({
    summary: 'Accepts an invitation: takes the places, confirmed at once',
    description:
      'For as many as it allows, or fewer; the others are given back. Once: what was taken is changed by its manage link. Who has declined may come after all, as long as places are left; after several changes of mind, through the team.',
    answers: [201, 'The places are taken', RegistrationReceipt],
    refusals: {
      ...OWN,
      409: `${STANDS}, too_many_acceptances, ${OPEN}, already_registered`,
      422: `${INPUT}, party_too_large, question_unanswered`,
      ...WITH_BODY,
    },
  })
  accept(
    @InvitationId() id: string,
    @Body({ schema: InvitationAccepting }) body: InvitationAccepting,
    @OneTransaction() run: InTransaction,
  ): Promise<RegistrationReceipt> {
    return this.desk.accept(id, 'api', body, run);
  }

  @Post('decline')
  @HttpCode(200)
  @Idempotent()
  @Describe({
    summary: 'Declines an invitation',
    description: 'Places that were taken by it are given up. What is declined already stays so.',
    answers: [200, 'The invitation as it is now', InvitationView],
    refusals: { ...OWN, 409: `${STANDS}, too_late`, 422: INPUT },
  })
  decline(@InvitationId() id: string, @OneTransaction() run: InTransaction): Promise<InvitationView> {
    return this.desk.decline(id, 'api', run);
  }

  @Post('deputise')
  @HttpCode(200)
  @Idempotent()
  @Describe({
    summary: 'Names somebody who comes instead',
    description: 'They are mailed an invitation of their own, to as many places as the guest’s.',
    answers: [200, 'The invitation as it is now', InvitationView],
    refusals: {
      ...OWN,
      409: `${STANDS}, no_second_deputy, too_many_deputies, ${OPEN}, too_late`,
      422: INPUT,
      ...WITH_BODY,
    },
  })
  deputise(
    @InvitationId() id: string,
    @Body({ schema: InvitationDeputising }) body: InvitationDeputising,
    @OneTransaction() run: InTransaction,
  ): Promise<InvitationView> {
    return this.desk.sendDeputy(id, 'api', body, run);
  }

  @Post('recall-deputy')
  @HttpCode(200)
  @Idempotent()
  @Describe({
    summary: 'Calls back a deputy who has not answered',
    answers: [200, 'The invitation, which may be answered again', InvitationView],
    refusals: { ...OWN, 409: 'invitation_withdrawn, no_deputy_to_recall, idempotency_key_in_use', 422: INPUT },
  })
  recall(@InvitationId() id: string, @OneTransaction() run: InTransaction): Promise<InvitationView> {
    return this.desk.recallDeputy(id, 'api', run);
  }
}
