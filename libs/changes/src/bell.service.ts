import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import { BellLine } from './bell-line.js';
import { ringBell } from './bell.queries.js';

/** The events in which something has happened, NOWHERE among them; null if it may be anywhere. */
export type Rung = ReadonlySet<string> | null;
type Ear = (rung: Rung) => void;

/** One process rings so seldom, whatever it does: the rings of a rush are one. */
const GAP_MS = 250;
/** A ring that was lost, with the process between its commit and it, is made up for by looking all the same. */
const LOOK_MS = 5000;
/** 200 ids of 36 characters are less than the 8000 bytes that a ring may carry. */
const MOST_IDS = 200;
const ANYWHERE = '*';

/**
 * Wakes whoever waits for changes, in every process, by LISTEN and NOTIFY. It says that it is time to look at the
 * feed, and never what is true: a ring may come late, twice or for nothing. The bell hangs on a connection of its own,
 * made when the first listens; behind a pooler that shares connections between transactions it is not heard, and
 * only the slow look is left.
 */
@Injectable()
export class Bell implements BeforeApplicationShutdown {
  private readonly log = new Logger('Bell');
  private readonly ears = new Set<Ear>();
  private readonly line: BellLine;
  private toRing = new Set<string>();
  private ringing: NodeJS.Timeout | undefined;
  private looking: NodeJS.Timeout | undefined;
  private rangAt = -Infinity;

  constructor(
    private readonly database: Database,
    url: string,
  ) {
    this.line = new BellLine(url, (payload) => this.hear(payload));
  }

  /** Whether rings are heard now; without, what happens is found a few seconds later. */
  get isHeard(): boolean {
    return this.line.stands;
  }

  /** Called after the commit. Never throws. */
  ring(eventIds: Iterable<string>): void {
    for (const id of eventIds) this.toRing.add(id);
    const wait = this.rangAt + GAP_MS - performance.now();
    this.ringing ??= setTimeout(() => void this.strike(), Math.max(0, wait)).unref();
  }

  /** Calls the listener whenever it is time to look, at least every few seconds. Answers how to stop that. */
  listen(ear: Ear): () => void {
    this.ears.add(ear);
    if (!this.looking) {
      this.looking = setInterval(() => this.tell(null), LOOK_MS).unref();
      void this.line.keep();
    }
    return () => void this.ears.delete(ear);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.looking);
    this.line.close();
    await this.strike();
  }

  private async strike(): Promise<void> {
    clearTimeout(this.ringing);
    this.ringing = undefined;
    if (this.toRing.size === 0) return;
    const payload = this.toRing.size > MOST_IDS ? ANYWHERE : [...this.toRing].join(',');
    this.toRing = new Set();
    this.rangAt = performance.now();
    await ringBell(this.database.reader, payload).catch((error: unknown) => {
      this.log.warn({ err: error }, 'The bell could not be rung; listeners look by themselves in a few seconds.');
    });
  }

  private hear(payload: string | null): void {
    this.tell(payload === null || payload === ANYWHERE ? null : new Set(payload.split(',')));
  }

  private tell(rung: Rung): void {
    for (const ear of this.ears) ear(rung);
  }
}
