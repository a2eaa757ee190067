import { Body, Controller, Get, HttpCode, Patch, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiParam, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  CancelBody,
  ChangeBody,
  LookupBody,
  MoveBody,
  RegisterBody,
  RegistrationReceipt,
  RegistrationView,
} from '#contracts';
import type { IdempotentRequest, InTransaction } from '#database';
import { CancelService, LostLinks, MoveService, SelfService } from '#registration';
import { Describe, DescribeRead, WITH_BODY } from '../http/describe.js';
import { Idempotent, IdempotentCall, OneTransaction, TakesIdempotencyKey } from '../http/idempotency.js';
import { Limited } from '../http/rate-limit.js';
import { ManageGuard, RegistrationId } from './manage.guard.js';
import { Taking } from './taking.service.js';

const OWN = {
  401: 'unauthorized, invalid_manage_token',
  404: 'not_found: its event is not published any more',
};
const NO_SPACES = 'no_wheelchair_space, no_companion_place';
const IN_USE = 'idempotency_key_in_use';
const REUSED = 'idempotency_key_reused';

@ApiTags('Registrations')
@Controller('api/v1/registrations')
export class RegistrationsController {
  constructor(
    private readonly taking: Taking,
    private readonly selfService: SelfService,
    private readonly moves: MoveService,
    private readonly cancellations: CancelService,
    private readonly lostLinks: LostLinks,
  ) {}

  @Post()
  @Limited('register')
  @TakesIdempotencyKey()
  @Describe({
    summary: 'Takes places for a party',
    description:
      'In an event that confirms by e-mail the places are held until heldUntil, and every submission gets the same answer, whether or not the address has places already. With a poolCode the places are those that the code opens. With an invitationToken they are those of the invitation, and confirmed at once.',
    answers: [201, 'The places are taken, or held until the mailed link is followed', RegistrationReceipt],
    refusals: {
      403: 'invitation_required: invitationToken is none of an invitation that stands, or there are no public places; code_unknown: poolCode opens nothing here',
      404: 'not_found: there is no such session',
      409: `session_full, code_used_up, ${NO_SPACES}, places_by_ballot, already_registered, too_many_acceptances, registration_closed, not_yet_open, session_cancelled, session_over, ${IN_USE}`,
      422: `invalid_input, party_too_large, question_unanswered, ${REUSED}`,
      ...WITH_BODY,
      429: 'too_many_requests; too_many_codes: so many wrong codes have come; see Retry-After',
      503: 'busy, unavailable, outcome_unknown; see Retry-After',
    },
  })
  async register(
    @Body({ schema: RegisterBody }) body: RegisterBody,
    @IdempotentCall() idempotency: IdempotentRequest | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegistrationReceipt> {
    const call = { body, source: 'api' as const, requestId: request.id, ...(idempotency && { idempotency }) };
    const { receipt, replayed } = await this.taking.take(call, request.ip);
    if (replayed) reply.header('idempotency-replayed', 'true');
    return receipt;
  }

  @Get(':id')
  @UseGuards(ManageGuard)
  @Limited('manage')
  @ApiSecurity('manage')
  @ApiParam({ name: 'id', format: 'uuid' })
  @DescribeRead({
    summary: 'Reads a registration',
    answers: [200, 'The registration', RegistrationView],
    refusals: OWN,
  })
  view(@RegistrationId() id: string): Promise<RegistrationView> {
    return this.selfService.view(id);
  }

  @Patch(':id')
  @UseGuards(ManageGuard)
  @Limited('manage')
  @ApiSecurity('manage')
  @ApiParam({ name: 'id', format: 'uuid' })
  @Describe({
    summary: 'Corrects contact, guests, answers or needs, or changes the size of the party',
    description: 'What is left out stays as it is. The party grows only if places are left.',
    answers: [200, 'The registration as it is now', RegistrationView],
    refusals: {
      ...OWN,
      409: `session_full, code_used_up, ${NO_SPACES}, places_by_ballot, too_late, registration_cancelled, already_registered, address_fixed, too_many_changes, session_cancelled`,
      422: 'invalid_input, party_too_large, question_unanswered',
      ...WITH_BODY,
    },
  })
  change(@RegistrationId() id: string, @Body({ schema: ChangeBody }) body: ChangeBody): Promise<RegistrationView> {
    return this.selfService.change(id, body);
  }

  @Post(':id/move')
  @HttpCode(200)
  @UseGuards(ManageGuard)
  @Limited('manage')
  @Idempotent()
  @ApiSecurity('manage')
  @ApiParam({ name: 'id', format: 'uuid' })
  @Describe({
    summary: 'Moves the party to another session of the event',
    description: 'Takes the new places, then gives back the old; the reference stays.',
    answers: [200, 'The registration as it is now', RegistrationView],
    refusals: {
      ...OWN,
      404: 'not_found: there is no such session in this event',
      409: `session_full, ${NO_SPACES}, places_by_ballot, too_late, registration_cancelled, already_registered, registration_closed, not_yet_open, session_cancelled, ${IN_USE}`,
      422: `invalid_input, ${REUSED}`,
      ...WITH_BODY,
    },
  })
  move(
    @RegistrationId() id: string,
    @Body({ schema: MoveBody }) body: MoveBody,
    @OneTransaction() run: InTransaction,
  ): Promise<RegistrationView> {
    return this.moves.move(id, body.sessionId.toLowerCase(), run);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @UseGuards(ManageGuard)
  @Limited('manage')
  @Idempotent()
  @ApiSecurity('manage')
  @ApiParam({ name: 'id', format: 'uuid' })
  @Describe({
    summary: 'Gives up all places, or some of them',
    answers: [200, 'The registration as it is now', RegistrationView],
    refusals: { ...OWN, 409: `too_late, session_cancelled, ${IN_USE}`, 422: `invalid_input, ${REUSED}`, ...WITH_BODY },
  })
  cancel(
    @RegistrationId() id: string,
    @Body({ schema: CancelBody }) body: CancelBody,
    @OneTransaction() run: InTransaction,
  ): Promise<RegistrationView> {
    return this.cancellations.cancel(id, body.places, run);
  }

  @Post('lookup')
  @HttpCode(202)
  @Limited('lookup')
  @Idempotent()
  @Describe({
    summary: 'Mails an address the links to its registrations',
    description: 'Always the same answer, so that nobody learns who is registered.',
    answers: [202, 'If the address has places, a mail is on its way'],
    refusals: { 409: IN_USE, 422: `invalid_input, ${REUSED}`, ...WITH_BODY },
  })
  async lookup(@Body({ schema: LookupBody }) body: LookupBody, @OneTransaction() run: InTransaction): Promise<void> {
    await this.lostLinks.send(body.email, run);
  }
}
