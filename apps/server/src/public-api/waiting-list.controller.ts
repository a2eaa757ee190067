import { applyDecorators, Body, Controller, Delete, Get, HttpCode, Patch, Post, UseGuards } from '@nestjs/common';
import { ApiParam, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { OfferAcceptance, OfferRefusal, WaitBody, WaitChange, WaitReceipt, WaitView } from '#contracts';
import type { InTransaction, Tx } from '#database';
import { Joining, OwnEntry, WaitingViews } from '#waiting-list';
import { Describe, DescribeRead, WITH_BODY } from '../http/describe.js';
import { Idempotent, OneTransaction } from '../http/idempotency.js';
import { Limited } from '../http/rate-limit.js';
import { RegistrationId as EntryId } from './manage.guard.js';
import { WaitingGuard } from './waiting.guard.js';

const OWN = {
  401: 'unauthorized, invalid_waiting_token',
  404: 'not_found: its event is not published any more',
};
const IN_USE = 'idempotency_key_in_use';
const REUSED = 'idempotency_key_reused';

/** An operation on an entry by the holder of its link. */
function Own(): MethodDecorator {
  return applyDecorators(
    UseGuards(WaitingGuard),
    Limited('manage'),
    ApiSecurity('waiting'),
    ApiParam({ name: 'id', format: 'uuid' }),
  );
}

@ApiTags('Waiting list')
@Controller('api/v1/waiting-list')
export class WaitingListController {
  constructor(
    private readonly joining: Joining,
    private readonly own: OwnEntry,
    private readonly views: WaitingViews,
  ) {}

  @Post()
  @HttpCode(202)
  @Limited('register')
  @Idempotent()
  @Describe({
    summary: 'Waits for places in sessions that are full',
    description:
      'The answer is the same for every address, so that nobody learns who is registered or waits: everything else is in the mail. In an event that confirms by e-mail the party waits once the mailed link is followed.',
    answers: [202, 'A mail with the link to the entry is on its way', WaitReceipt],
    refusals: {
      404: 'not_found: there is no such session',
      409: `no_waiting_list, places_free, places_by_ballot, registration_closed, not_yet_open, session_cancelled, ${IN_USE}`,
      422: `invalid_input, party_too_large, party_never_fits, question_unanswered, ${REUSED}`,
      ...WITH_BODY,
    },
  })
  join(@Body({ schema: WaitBody }) body: WaitBody, @OneTransaction() run: InTransaction): Promise<WaitReceipt> {
    return run((tx) => this.joining.join(tx, body, 'api'));
  }

  @Get(':id')
  @Own()
  @DescribeRead({
    summary: 'Reads how a party stands in line, and what it is offered',
    answers: [200, 'The entry', WaitView],
    refusals: OWN,
  })
  view(@EntryId() id: string): Promise<WaitView> {
    return this.views.one(id);
  }

  @Patch(':id')
  @Own()
  @Describe({
    summary: 'Makes a waiting party smaller, or changes what would do',
    description: 'It keeps its place in line.',
    answers: [200, 'The entry as it is now', WaitView],
    refusals: { ...OWN, 404: 'not_found', 409: 'not_waiting', 422: 'invalid_input', ...WITH_BODY },
  })
  async change(@EntryId() id: string, @Body({ schema: WaitChange }) body: WaitChange): Promise<WaitView> {
    return this.after(id, undefined, (tx) => this.own.change(tx, id, body));
  }

  @Delete(':id')
  @Own()
  @Describe({
    summary: 'Leaves the waiting list',
    description: 'What is offered goes on to the next.',
    answers: [200, 'The entry as it is now', WaitView],
    refusals: OWN,
  })
  async leave(@EntryId() id: string): Promise<WaitView> {
    return this.after(id, undefined, (tx) => this.own.leave(tx, id));
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Own()
  @Idempotent()
  @Describe({
    summary: 'Confirms the address: from then on the party stands in line',
    answers: [200, 'The entry as it is now', WaitView],
    refusals: { ...OWN, 409: IN_USE, 422: REUSED },
  })
  confirm(@EntryId() id: string, @OneTransaction() run: InTransaction): Promise<WaitView> {
    return this.after(id, run, (tx) => this.own.confirm(tx, id));
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Own()
  @Idempotent()
  @Describe({
    summary: 'Takes the places that are offered, or some of them',
    description: 'They are confirmed at once. Asked again, it answers with the same places.',
    answers: [200, 'The entry as it is now, with the link to the places', WaitView],
    refusals: {
      ...OWN,
      409: `offer_ended, session_cancelled, already_registered, ${IN_USE}`,
      422: `invalid_input, ${REUSED}`,
      ...WITH_BODY,
    },
  })
  accept(
    @EntryId() id: string,
    @Body({ schema: OfferAcceptance }) body: OfferAcceptance,
    @OneTransaction() run: InTransaction,
  ): Promise<WaitView> {
    return this.after(id, run, (tx) => this.own.accept(tx, id, body));
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Own()
  @Idempotent()
  @Describe({
    summary: 'Leaves the places that are offered to the next in line',
    description:
      'The party goes on waiting for its other sessions, where it stood, unless it says otherwise; it is not offered this one again.',
    answers: [200, 'The entry as it is now', WaitView],
    refusals: { ...OWN, 409: `offer_ended, ${IN_USE}`, 422: `invalid_input, ${REUSED}`, ...WITH_BODY },
  })
  decline(
    @EntryId() id: string,
    @Body({ schema: OfferRefusal }) body: OfferRefusal,
    @OneTransaction() run: InTransaction,
  ): Promise<WaitView> {
    return this.after(id, run, (tx) => this.own.decline(tx, id, body));
  }

  @Post(':id/rejoin')
  @HttpCode(200)
  @Own()
  @Idempotent()
  @Describe({
    summary: 'Joins again, at the end of the line',
    description:
      'After an offer that was not answered in time, or after leaving; within thirty days, since then what the party said about itself is deleted.',
    answers: [200, 'The entry as it is now', WaitView],
    refusals: {
      ...OWN,
      409: `not_waiting, party_forgotten, already_registered, waits_already, ${IN_USE}`,
      422: REUSED,
    },
  })
  rejoin(@EntryId() id: string, @OneTransaction() run: InTransaction): Promise<WaitView> {
    return this.after(id, run, (tx) => this.own.rejoin(tx, id));
  }

  private async after(
    id: string,
    run: InTransaction | undefined,
    deed: (tx: Tx) => Promise<unknown>,
  ): Promise<WaitView> {
    const work = async (tx: Tx) => {
      await deed(tx);
      return this.views.one(id, tx);
    };
    return run ? run(work) : this.own.run(work);
  }
}
