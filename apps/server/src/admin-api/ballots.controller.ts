import { Body, Param, Query } from '@nestjs/common';
import { BallotClosing, BallotListing, Ballots, TeamEntering, TeamEntries } from '#ballot';
import {
  AdminBallot,
  AdminBallotPage,
  AdminEntry,
  AdminEntryPage,
  BallotCancellation,
  BallotChange,
  BallotsQuery,
  EntriesQuery,
  NewBallot,
  NewBallotEntry,
  TeamWithdrawal,
  Weighting,
} from '#contracts';
import type { InTransaction } from '#database';
import type { Asked as AskedFor, Caller as AdminCaller, Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, Caller, Reach, ReachOf } from './access.guard.js';
import { AdminController, AdminGet, AdminPatch, AdminPost } from './operations.js';

const PLANNING =
  'no_public_places: a session has none to draw, in_another_ballot, people_wait: parties wait for its places';

@AdminController('ballots')
export class AdminBallotsController {
  constructor(
    private readonly ballots: Ballots,
    private readonly closing: BallotClosing,
    private readonly listing: BallotListing,
  ) {}

  @AdminGet('ballots', {
    needs: 'programme:read',
    summary: 'Lists ballots',
    answers: [200, 'A page of ballots, newest first', AdminBallotPage],
  })
  list(
    @Query({ schema: BallotsQuery }) query: BallotsQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof AdminBallotPage>> {
    return this.listing.list(query, reach);
  }

  @AdminGet('ballots/:id', {
    needs: 'programme:read',
    summary: 'Reads one ballot and how many have entered',
    answers: [200, 'The ballot', AdminBallot],
  })
  one(@Param('id') id: string, @Reach() reach: EventReach): Promise<AdminBallot> {
    return this.listing.one(id, reach);
  }

  @AdminPost('ballots', {
    needs: 'programme:write',
    summary: 'Plans a ballot for the public places of some sessions',
    description:
      'Its seed is made and committed to at once; nobody is shown it before the draw. From now on the public places of the sessions are for those who will be drawn.',
    answers: [201, 'The ballot', AdminBallot],
    refusals: { 404: 'not_found: there is no such event', 409: `event_cancelled, ${PLANNING}` },
  })
  plan(
    @Body({ schema: NewBallot }) body: NewBallot,
    @Caller() caller: AdminCaller,
    @Reach() reach: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminBallot> {
    return run(async (tx) => this.listing.one(await this.ballots.plan(tx, caller, reach, body), reach, tx));
  }

  @AdminPatch('ballots/:id', {
    needs: 'programme:write',
    summary: 'Changes a ballot before entries open',
    description: 'What is left out stays as it is.',
    answers: [200, 'The ballot as it is now', AdminBallot],
    refusals: { 409: `ballot_has_opened, ballot_cancelled, ${PLANNING}` },
  })
  change(
    @Asked() asked: AskedFor,
    @Body({ schema: BallotChange }) body: BallotChange,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminBallot> {
    return run(async (tx) => {
      await this.ballots.change(tx, caller, asked, body);
      return this.listing.one(asked.id, asked.reach, tx);
    });
  }

  @AdminPost('ballots/:id/cancel', {
    needs: 'programme:write',
    summary: 'Cancels a ballot before the draw and tells everybody who has entered',
    description: 'Its places are open to whoever comes again.',
    answers: [200, 'The ballot as it is now', AdminBallot],
    refusals: { 409: 'ballot_cancelled, ballot_drawn' },
  })
  cancel(
    @Asked() asked: AskedFor,
    @Body({ schema: BallotCancellation }) { reason }: BallotCancellation,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminBallot> {
    return run(async (tx) => {
      const locked = await this.ballots.lockWithin(tx, asked.id, asked.reach);
      await this.closing.cancel(tx, caller, locked, reason);
      return this.listing.one(asked.id, asked.reach, tx);
    });
  }
}

@AdminController('ballots')
export class AdminEntriesController {
  constructor(
    private readonly listing: BallotListing,
    private readonly entries: TeamEntries,
    private readonly entering: TeamEntering,
  ) {}

  @AdminGet('ballots/:id/entries', {
    needs: 'registrations:read',
    summary: 'Lists the entries of a ballot',
    description: 'In the order of their ids, which are random.',
    answers: [200, 'A page of entries', AdminEntryPage],
  })
  async list(
    @Param('id') id: string,
    @Query({ schema: EntriesQuery }) query: EntriesQuery,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
  ): Promise<z.infer<typeof AdminEntryPage>> {
    await this.listing.one(id, reach);
    return this.entries.list(id, query, reach, sensitive);
  }

  @AdminPost('ballots/:id/entries', {
    needs: 'registrations:write',
    summary: 'Enters somebody who rang or wrote, while entries are open',
    description:
      'By the rules for everybody, but for consent, and in the draw at once. Who has no e-mail address gets no mail: the team tells them what became of it. To change an entry, withdraw it and make it anew.',
    answers: [201, 'The entry', AdminEntry],
    refusals: {
      404: 'not_found: there is no such ballot',
      409: 'already_entered: entryId says by which entry, ballot_not_open, ballot_closed, ballot_cancelled, session_cancelled, session_over',
      422: 'invalid_input, party_too_large, question_unanswered',
    },
  })
  enter(
    @Asked() asked: AskedFor,
    @Body({ schema: NewBallotEntry }) body: NewBallotEntry,
    @Caller() caller: AdminCaller,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminEntry> {
    return run(async (tx) => {
      const entryId = await this.entering.enter(tx, caller, asked, body);
      return this.entries.one(entryId, asked.reach, sensitive, tx);
    });
  }

  @AdminGet('ballot-entries/:id', {
    needs: 'registrations:read',
    summary: 'Reads one entry of a ballot',
    answers: [200, 'The entry', AdminEntry],
  })
  one(
    @Param('id') id: string,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
  ): Promise<AdminEntry> {
    return this.entries.one(id, reach, sensitive);
  }

  @AdminPatch('ballot-entries/:id', {
    needs: 'registrations:write',
    summary: 'Gives an entry another weight in the draw, until entries close',
    description: 'The published record shows the weight, and not the reason.',
    answers: [200, 'The entry as it is now', AdminEntry],
    refusals: { 409: 'entry_not_in, ballot_closed, ballot_cancelled, ballot_not_open' },
  })
  weight(
    @Asked() asked: AskedFor,
    @Body({ schema: Weighting }) body: Weighting,
    @Caller() caller: AdminCaller,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminEntry> {
    return run(async (tx) => {
      await this.entries.weight(tx, caller, asked, body);
      return this.entries.one(asked.id, asked.reach, sensitive, tx);
    });
  }

  @AdminPost('ballot-entries/:id/withdraw', {
    needs: 'registrations:write',
    summary: 'Withdraws an entry for somebody who has asked for it, until entries close',
    answers: [200, 'The entry as it is now', AdminEntry],
    refusals: { 409: 'ballot_closed, ballot_cancelled, ballot_not_open' },
  })
  withdraw(
    @Asked() asked: AskedFor,
    @Body({ schema: TeamWithdrawal }) { reason }: TeamWithdrawal,
    @Caller() caller: AdminCaller,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminEntry> {
    return run(async (tx) => {
      await this.entries.withdraw(tx, caller, asked, reason);
      return this.entries.one(asked.id, asked.reach, sensitive, tx);
    });
  }
}
