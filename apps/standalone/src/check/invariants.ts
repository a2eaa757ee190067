import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock } from '#kernel';
import {
  findBrokenBallots,
  findBrokenLines,
  findCrowds,
  findEntriesAstray,
  findMiscountedOffers,
  findMiscounts,
  findMispromised,
  findOvercommitted,
  findUntold,
} from './invariants.queries.js';

/** Verifies against the database what must hold at every commit. */
@Injectable()
export class Invariants {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** A sentence for each thing that does not add up. */
  async faults(): Promise<string[]> {
    return [...(await this.ofPlaces()), ...(await this.ofWaiting()), ...(await this.ofBallots())];
  }

  private async ofPlaces(): Promise<string[]> {
    const { reader } = this.database;
    const [miscounts, mispromised, overcommitted, untold, crowds] = await Promise.all([
      findMiscounts(reader),
      findMispromised(reader),
      findOvercommitted(reader),
      findUntold(reader),
      findCrowds(reader, this.clock.now()),
    ]);
    return [
      ...miscounts.map(
        ({ id, taken, people }) =>
          `Pool ${id} counts ${taken} people, its live registrations and offers are ${people}.`,
      ),
      ...mispromised.map(
        ({ id, promised, people }) =>
          `Pool ${id} promises ${promised} places, its unanswered invitations allow ${people} people.`,
      ),
      ...overcommitted.map(
        ({ id, places, capacity }) => `The pools of session ${id} hold ${places} places, its capacity is ${capacity}.`,
      ),
      ...crowds.map(
        ({ name, people, safeNumber }) =>
          `${name} is planned to hold ${people} people at once, its safe number is ${safeNumber}.`,
      ),
      ...untold.map(({ id }) => `Registration ${id} is confirmed and no confirmation was queued for it.`),
    ];
  }

  private async ofBallots(): Promise<string[]> {
    const broken = await findBrokenBallots(this.database.reader);
    return broken.map(
      ({ id }) => `Ballot ${id} is over and not all of it was carried out, or it gave more than it had.`,
    );
  }

  private async ofWaiting(): Promise<string[]> {
    const { reader } = this.database;
    const [offers, lines, astray] = await Promise.all([
      findMiscountedOffers(reader),
      findBrokenLines(reader),
      findEntriesAstray(reader),
    ]);
    return [
      ...offers.map(
        ({ id, offered, people }) =>
          `Pool ${id} counts ${offered} people with an offer, its live offers and what ballots keep are ${people}.`,
      ),
      ...lines.map(
        ({ id, parties, live, waitedFor }) =>
          `Session ${id} shows ${parties} waiting parties, ${live} are waiting${waitedFor ? '' : ', and its places are not kept for them'}.`,
      ),
      ...astray.map(({ id, state }) => `Entry ${id} of the waiting list is ${state}, and its offers say otherwise.`),
    ];
  }
}
