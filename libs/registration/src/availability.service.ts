import { Injectable } from '@nestjs/common';
import type { SessionAvailability } from '#contracts';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { type AvailabilityRow, findAvailability } from './availability.queries.js';
import { registrationWindow, sessionState } from './session-facts.js';

/** How full the sessions of events are, drafts too. */
@Injectable()
export class Availability {
  constructor(private readonly clock: Clock) {}

  /** By event, each in the order in which its sessions begin. An event without sessions is left out. */
  async of(tx: Tx, eventIds: readonly string[]): Promise<ReadonlyMap<string, readonly SessionAvailability[]>> {
    const rows = await findAvailability(tx, eventIds);
    const now = this.clock.now();
    return new Map(
      [...Map.groupBy(rows, ({ eventId }) => eventId)].map(([id, sessions]) => [
        id,
        sessions.map((row) => viewOf(row, now)),
      ]),
    );
  }
}

function viewOf(row: AvailabilityRow, now: Date): SessionAvailability {
  const { sessionId, capacity, available, taken, held, publicPlaces } = row;
  const state = sessionState(registrationWindow(row, now), available, publicPlaces, row.byBallot);
  return { sessionId, capacity, available, taken, held, state };
}
