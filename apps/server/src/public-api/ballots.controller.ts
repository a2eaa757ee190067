import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, StreamableFile, UseGuards } from '@nestjs/common';
import { ApiParam, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { AlreadyEntered, BallotListing, BallotRecords, Entering, Entries, entrant } from '#ballot';
import { BallotRecord, BallotView, EnterBody, EntryReceipt, EntryView } from '#contracts';
import type { InTransaction } from '#database';
import { Nothing } from '../admin-api/nothing.js';
import { Describe, DescribeRead, WITH_BODY } from '../http/describe.js';
import { Idempotent, OneTransaction } from '../http/idempotency.js';
import { Limited } from '../http/rate-limit.js';
import { EntryGuard, EntryId } from './entry.guard.js';

const IN_USE = 'idempotency_key_in_use';
const REUSED = 'idempotency_key_reused';
const JSON_TEXT = 'application/json; charset=utf-8';

@ApiTags('Ballots')
@Controller('api/v1/ballots')
export class BallotsController {
  constructor(
    private readonly listing: BallotListing,
    private readonly records: BallotRecords,
    private readonly entering: Entering,
  ) {}

  @Get(':id')
  @ApiParam({ name: 'id', format: 'uuid' })
  @DescribeRead({
    summary: 'Reads a ballot',
    answers: [200, 'The ballot', BallotView],
    refusals: { 404: 'not_found' },
  })
  one(@Param('id') id: string): Promise<BallotView> {
    return this.listing.view(id);
  }

  @Get(':id/record')
  @ApiParam({ name: 'id', format: 'uuid' })
  @Describe({
    summary: 'Reads the record of a ballot, by which anybody can repeat the draw',
    description:
      'It is sent in pieces, since it may be long. Entries are in it from the close on, the seed and the results from the draw on. It names nobody. `docs/verify-ballot.py` checks it.',
    answers: [200, 'The record', BallotRecord],
    refusals: { 404: 'not_found' },
  })
  async record(@Param('id') id: string): Promise<StreamableFile> {
    return new StreamableFile(Readable.from(await this.records.record(id)), { type: JSON_TEXT });
  }

  @Post(':id/entries')
  @Limited('register')
  @Idempotent()
  @ApiParam({ name: 'id', format: 'uuid' })
  @Describe({
    summary: 'Enters a party',
    description:
      'One entry for each address. In an event that confirms by e-mail it counts once the mailed link was followed, and every submission gets the same answer, whether or not the address has entered already.',
    answers: [201, 'The entry is in, or waits for the mailed link', EntryReceipt],
    refusals: {
      404: 'not_found: there is no such ballot',
      409: `ballot_not_open, ballot_closed, ballot_cancelled, already_entered, session_cancelled, session_over, ${IN_USE}`,
      422: `invalid_input, party_too_large, question_unanswered, ${REUSED}`,
      ...WITH_BODY,
    },
  })
  async enter(
    @Param('id') id: string,
    @Body({ schema: EnterBody }) body: EnterBody,
    @OneTransaction() run: InTransaction,
  ): Promise<EntryReceipt> {
    const entered = await run((tx) => this.entering.enter(tx, id, body, 'api'));
    if ('known' in entered) throw new AlreadyEntered();
    return entered.receipt;
  }
}

const OWN = { 401: 'unauthorized, invalid_entry_token', 404: 'not_found' };
const LATE = `ballot_closed, ballot_cancelled, ${IN_USE}`;

@ApiTags('Ballots')
@Controller('api/v1/ballot-entries')
@UseGuards(EntryGuard)
@Limited('manage')
export class EntriesController {
  constructor(private readonly entries: Entries) {}

  @Get(':id')
  @ApiSecurity('entry')
  @ApiParam({ name: 'id', format: 'uuid' })
  @DescribeRead({ summary: 'Reads an entry', answers: [200, 'The entry', EntryView], refusals: OWN })
  view(@EntryId() id: string): Promise<EntryView> {
    return this.entries.view(id);
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Idempotent()
  @ApiSecurity('entry')
  @ApiParam({ name: 'id', format: 'uuid' })
  @Describe({
    summary: 'Confirms the address of an entry: who has the token has had the mail',
    description: 'Once more it changes nothing.',
    answers: [200, 'The entry as it is now', EntryView],
    refusals: {
      ...OWN,
      409: `already_entered, entry_withdrawn, ballot_not_open, ${LATE}`,
      422: `invalid_input, ${REUSED}`,
      ...WITH_BODY,
    },
  })
  confirm(
    @EntryId() id: string,
    @Body({ schema: Nothing }) _: Nothing,
    @OneTransaction() run: InTransaction,
  ): Promise<EntryView> {
    return run((tx) => this.entries.confirm(tx, id));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Idempotent()
  @ApiSecurity('entry')
  @ApiParam({ name: 'id', format: 'uuid' })
  @Describe({
    summary: 'Withdraws an entry, until entries close',
    description: 'Once more it changes nothing. The address can enter anew.',
    answers: [200, 'The entry as it is now', EntryView],
    refusals: { ...OWN, 409: `ballot_not_open, ${LATE}`, 422: `invalid_input, ${REUSED}`, ...WITH_BODY },
  })
  withdraw(
    @EntryId() id: string,
    @Body({ schema: Nothing }) _: Nothing,
    @OneTransaction() run: InTransaction,
  ): Promise<EntryView> {
    return run(async (tx) => this.entries.withdraw(tx, await this.entries.lock(tx, id), entrant(id)));
  }
}
