import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { findMiscounts, findOvercommitted, findUntold } from './invariants.queries.js';

/** Verifies against the database what must hold at every commit. */
@Injectable()
export class Invariants {
  constructor(private readonly database: Database) {}

  /** A sentence for each thing that does not add up. */
  async faults(): Promise<string[]> {
    const { reader } = this.database;
    const [miscounts, overcommitted, untold] = await Promise.all([
      findMiscounts(reader),
      findOvercommitted(reader),
      findUntold(reader),
    ]);
    return [
      ...miscounts.map(
        ({ id, taken, people }) => `Pool ${id} counts ${taken} people, its live registrations are ${people}.`,
      ),
      ...overcommitted.map(
        ({ id, places, capacity }) => `The pools of session ${id} hold ${places} places, its capacity is ${capacity}.`,
      ),
      ...untold.map(({ id }) => `Registration ${id} is confirmed and no confirmation was queued for it.`),
    ];
  }
}
