import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock } from '#kernel';
import { findLinesToLookAt } from './line.queries.js';

/** From then on nothing can be offered any more; see `offerDeadline`. */
export const TOO_LATE_MS = 45 * 60_000;

/** The lines for which there are free places, and those that have to go home. */
@Injectable()
export class LinesDue {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  find(): Promise<{ readonly sessionId: string }[]> {
    return findLinesToLookAt(this.database.reader, new Date(this.clock.now().getTime() + TOO_LATE_MS));
  }
}
