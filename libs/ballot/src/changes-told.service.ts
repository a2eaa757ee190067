import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '#database';
import { AlsoTold } from '#registration';
import { BallotClosing } from './ballot-closing.service.js';
import { findEntrants, findUndrawn } from './changes-told.queries.js';

/**
 * Has those told who are in a ballot, when a time that they named is another, elsewhere or called off. Whoever draws
 * locks the pools first, as whoever changes a session: so each is told before the draw, or hears by its result.
 */
@Injectable()
export class ChangesToldToEntrants implements OnModuleInit {
  constructor(
    private readonly others: AlsoTold,
    private readonly closing: BallotClosing,
  ) {}

  onModuleInit(): void {
    this.others.add({
      ...{ candidate: 'ballot-entry', message: 'ballot-changed', unsent: ['ballot-entered'], calledOff: true },
      silence: (tx, { eventId }) => this.endUntold(tx, eventId),
      find: findEntrants,
    });
  }

  /** Where the whole event was cancelled, which has locked its pools. */
  private async endUntold(tx: Tx, eventId: string): Promise<void> {
    for (const id of await findUndrawn(tx, eventId)) await this.closing.endWithEvent(tx, id, false);
  }
}
