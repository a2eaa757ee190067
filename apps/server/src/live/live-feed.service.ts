import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Bell, Changes, type PlacedChange, type Rung, type Stretch } from '#changes';
import type { SessionAvailability } from '#contracts';
import { Database, type Tx } from '#database';
import { Availability } from '#registration';

/** What has changed in an event since its viewers were told the last time. */
export interface News {
  /** Sessions whose numbers are others now. */
  readonly sessions: readonly SessionAvailability[];
  readonly changes: readonly PlacedChange[];
}

/** What a viewer begins with: how full every session is, and the position after which changes are told. */
export interface Beginning {
  readonly sessions: readonly SessionAvailability[];
  readonly position: string;
}

export interface Viewer {
  readonly eventId: string;
  readonly tell: (news: News) => void;
}

interface Newcomer {
  readonly viewer: Viewer;
  readonly begin: (beginning: Beginning) => void;
  readonly fail: (reason: unknown) => void;
}

interface Watched {
  readonly viewers: Set<Viewer>;
  known: ReadonlyMap<string, SessionAvailability>;
}

/** Two reads a second at most, whatever happens. */
const GAP_MS = 500;
const PAUSE_AFTER_FAILURE_MS = 3000;
const CHANGES_AT_ONCE = 1000;

/**
 * Reads for everybody who watches: one transaction for all events in which something has happened, however many
 * watch them, and no connection while nothing does. Reads follow one another, so what a viewer is told is never older than what
 * they were told before.
 */
@Injectable()
export class LiveFeed implements OnModuleInit {
  private readonly log = new Logger('Live');
  private readonly watched = new Map<string, Watched>();
  private readonly due = new Set<string>();
  private newcomers: Newcomer[] = [];
  /** Up to where the feed was read; undefined as long as nobody watches. */
  private position: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading = false;
  private lookedAt = -Infinity;

  constructor(
    private readonly bell: Bell,
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly availability: Availability,
  ) {}

  onModuleInit(): void {
    this.bell.listen((rung) => this.hear(rung));
  }

  /** Answers how it begins; from then on the viewer is told what changes. Throws if the database cannot be read. */
  join(viewer: Viewer): Promise<Beginning> {
    return new Promise((begin, fail) => {
      this.newcomers.push({ viewer, begin, fail });
      this.lookSoon();
    });
  }

  leave(viewer: Viewer): void {
    const watched = this.watched.get(viewer.eventId);
    watched?.viewers.delete(viewer);
    if (watched?.viewers.size === 0) this.watched.delete(viewer.eventId);
  }

  private hear(rung: Rung): void {
    for (const eventId of this.watched.keys()) if (!rung || rung.has(eventId)) this.due.add(eventId);
    if (this.due.size > 0) this.lookSoon();
  }

  private lookSoon(): void {
    if (this.reading) return;
    const wait = this.lookedAt + GAP_MS - performance.now();
    this.timer ??= setTimeout(() => void this.look(), Math.max(0, wait)).unref();
  }

  private async look(): Promise<void> {
    this.timer = undefined;
    this.reading = true;
    this.lookedAt = performance.now();
    const newcomers = this.newcomers;
    this.newcomers = [];
    const eventIds = new Set([...this.due, ...newcomers.map(({ viewer }) => viewer.eventId)]);
    this.due.clear();
    try {
      const { stretch, numbers } = await this.database.transaction((tx) => this.read(tx, [...eventIds]));
      this.position = stretch.until;
      this.spread(eventIds, numbers, stretch);
      for (const one of newcomers) this.letIn(one, numbers.get(one.viewer.eventId) ?? [], stretch.until);
      if (stretch.more) for (const id of this.watched.keys()) this.due.add(id);
    } catch (error) {
      this.log.warn({ err: error }, 'What is watched could not be read; it is tried again.');
      this.lookedAt = performance.now() + PAUSE_AFTER_FAILURE_MS;
      for (const { fail } of newcomers) fail(error);
      for (const id of eventIds) if (this.watched.has(id)) this.due.add(id);
    }
    this.reading = false;
    if (this.watched.size === 0) this.position = undefined;
    if (this.due.size > 0 || this.newcomers.length > 0) this.lookSoon();
  }

  private async read(tx: Tx, eventIds: readonly string[]) {
    const watched = [...this.watched.keys()];
    const stretch: Stretch =
      this.position === undefined || watched.length === 0
        ? { changes: [], until: await this.changes.end(tx), more: false }
        : await this.changes.follow(tx, { after: this.position, limit: CHANGES_AT_ONCE, eventIds: watched });
    return { stretch, numbers: await this.availability.of(tx, eventIds) };
  }

  /** Tells the viewers of each event that was looked at, and of those in which something has happened meanwhile. */
  private spread(
    looked: ReadonlySet<string>,
    numbers: ReadonlyMap<string, readonly SessionAvailability[]>,
    { changes }: Stretch,
  ): void {
    const byEvent = Map.groupBy(changes, ({ eventId }) => eventId);
    for (const [eventId, watched] of this.watched) {
      const now = looked.has(eventId) ? (numbers.get(eventId) ?? []) : [...watched.known.values()];
      const sessions = now.filter((one) => !isSame(one, watched.known.get(one.sessionId)));
      watched.known = bySession(now);
      const news = { sessions, changes: byEvent.get(eventId) ?? [] };
      if (news.sessions.length === 0 && news.changes.length === 0) continue;
      for (const viewer of watched.viewers) viewer.tell(news);
    }
  }

  private letIn({ viewer, begin }: Newcomer, sessions: readonly SessionAvailability[], position: string): void {
    const watched = this.watched.get(viewer.eventId) ?? { viewers: new Set(), known: bySession(sessions) };
    this.watched.set(viewer.eventId, watched);
    watched.viewers.add(viewer);
    begin({ sessions, position });
  }
}

function bySession(sessions: readonly SessionAvailability[]): ReadonlyMap<string, SessionAvailability> {
  return new Map(sessions.map((one) => [one.sessionId, one]));
}

function isSame(now: SessionAvailability, before: SessionAvailability | undefined): boolean {
  return before !== undefined && JSON.stringify(now) === JSON.stringify(before);
}
