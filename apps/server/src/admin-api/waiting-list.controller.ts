import { Body, Param, Query } from '@nestjs/common';
import {
  AdminOfferPage,
  AdminWaitingListEntry,
  AdminWaitingListPage,
  DecisionPage,
  DecisionsQuery,
  NewWaitingListEntry,
  OfferAcceptance,
  OfferByHand,
  OffersQuery,
  PriorityChange,
  WaitingListQuery,
  WaitRemoval,
} from '#contracts';
import type { InTransaction, Tx } from '#database';
import type { Expected } from '#kernel';
import type { Clerk } from '#registration';
import type { Reach as EventReach } from '#staff';
import { TeamWaiting, WaitingListing } from '#waiting-list';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { AtWork, Reach } from './access.guard.js';
import { AdminController, AdminGet, AdminPatch, AdminPost } from './operations.js';

@AdminController('waiting list')
export class AdminWaitingListController {
  constructor(
    private readonly team: TeamWaiting,
    private readonly listing: WaitingListing,
  ) {}

  @AdminGet('waiting-list', {
    needs: 'registrations:read',
    summary: 'Lists and searches who waits, or has waited',
    description: 'What people said about themselves is not shown.',
    answers: [200, 'A page of entries, newest first', AdminWaitingListPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: WaitingListQuery }) query: WaitingListQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof AdminWaitingListPage>> {
    return this.listing.entries(query, reach);
  }

  @AdminGet('waiting-list/:id', {
    needs: 'registrations:read',
    summary: 'Reads one entry',
    answers: [200, 'The entry', AdminWaitingListEntry],
  })
  one(@Param('id') id: string, @Reach() reach: EventReach): Promise<AdminWaitingListEntry> {
    return this.listing.entry(id, reach);
  }

  @AdminGet('waiting-list-offers', {
    needs: 'registrations:read',
    summary: 'Lists what was offered, until when, and what became of it',
    answers: [200, 'A page of offers, newest first', AdminOfferPage],
    refusals: { 422: 'invalid_input' },
  })
  offers(
    @Query({ schema: OffersQuery }) query: OffersQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof AdminOfferPage>> {
    return this.listing.offers(query, reach);
  }

  @AdminGet('waiting-list-decisions', {
    needs: 'registrations:read',
    summary: 'Lists what was decided about waiting parties, and why',
    description: 'Nothing in this log is ever changed.',
    answers: [200, 'A page of decisions, newest first', DecisionPage],
    refusals: { 422: 'invalid_input' },
  })
  decisions(
    @Query({ schema: DecisionsQuery }) query: DecisionsQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof DecisionPage>> {
    return this.listing.decisions(query, reach);
  }

  @AdminPost('waiting-list', {
    needs: 'registrations:write',
    summary: 'Puts a party on the waiting list that rang or wrote',
    description:
      'At its end. Without an address it gets no mail: its offers are in the list of offers, to be told by the team.',
    answers: [201, 'The entry', AdminWaitingListEntry],
    refusals: {
      404: 'not_found: there is no such session',
      409: 'no_waiting_list, places_free, places_by_ballot, waits_already, session_cancelled, session_over',
      422: 'party_never_fits',
    },
  })
  join(
    @Body({ schema: NewWaitingListEntry }) body: NewWaitingListEntry,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminWaitingListEntry> {
    return run(async (tx) => this.listing.entry(await this.team.join(tx, clerk, body), clerk.reach, tx));
  }

  @AdminPatch('waiting-list/:id', {
    needs: 'registrations:write',
    summary: 'Changes the priority of a party that waits',
    description: 'With a reason, which stands in the log of decisions.',
    answers: [200, 'The entry as it is now', AdminWaitingListEntry],
    refusals: { 409: 'not_waiting' },
  })
  prioritise(
    @Param('id') id: string,
    @Body({ schema: PriorityChange }) body: PriorityChange,
    @IfMatch() expected: Expected,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminWaitingListEntry> {
    return this.after(id, clerk, run, (tx) => this.team.prioritise(tx, clerk, { id, expected }, body));
  }

  @AdminPost('waiting-list/:id/offer', {
    needs: 'registrations:write',
    summary: 'Offers free places to a party past the line, with a reason',
    answers: [200, 'The entry with its offer', AdminWaitingListEntry],
    refusals: { 409: 'not_waiting, places_by_ballot, nothing_to_offer' },
  })
  offer(
    @Param('id') id: string,
    @Body({ schema: OfferByHand }) body: OfferByHand,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminWaitingListEntry> {
    return this.after(id, clerk, run, (tx) => this.team.offer(tx, clerk, id, body));
  }

  @AdminPost('waiting-list/:id/accept', {
    needs: 'registrations:write',
    summary: 'Accepts an offer for a party that rang',
    answers: [200, 'The entry with its registration', AdminWaitingListEntry],
    refusals: { 409: 'offer_ended, session_cancelled, already_registered' },
  })
  accept(
    @Param('id') id: string,
    @Body({ schema: OfferAcceptance }) body: OfferAcceptance,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminWaitingListEntry> {
    return this.after(id, clerk, run, (tx) => this.team.accept(tx, clerk, id, body));
  }

  @AdminPost('waiting-list/:id/remove', {
    needs: 'registrations:write',
    summary: 'Takes a party off the waiting list, with a reason',
    description: 'What it is offered goes on to the next.',
    answers: [200, 'The entry as it is now', AdminWaitingListEntry],
    refusals: { 409: 'not_waiting' },
  })
  remove(
    @Param('id') id: string,
    @Body({ schema: WaitRemoval }) body: WaitRemoval,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminWaitingListEntry> {
    return this.after(id, clerk, run, (tx) => this.team.remove(tx, clerk, id, body));
  }

  private after(
    id: string,
    { reach }: Clerk,
    run: InTransaction,
    deed: (tx: Tx) => Promise<void>,
  ): Promise<AdminWaitingListEntry> {
    return run(async (tx) => {
      await deed(tx);
      return this.listing.entry(id, reach, tx);
    });
  }
}
