import type { Changes, PlacedChange } from '#changes';
import type { Database } from '#database';
import type { EventStream } from './event-stream.js';
import type { Beginning, News, Viewer } from './live-feed.service.js';

/** News that may wait while a viewer catches up. */
const MOST_WAITING = 1000;
const PAGE = 200;
/** What everybody may learn who reads the programme; whatever else happens in an event happens to people. */
const OF_PROGRAMME = /^(programme|venue|event|session|pool|question)\./;

/** One stream on an event: what it tells, in which order. */
export class LiveWatch implements Viewer {
  /** What came in while older things are still being told. */
  private waiting: News[] | undefined = [];

  constructor(
    readonly eventId: string,
    private readonly stream: EventStream,
    private readonly seesPeople: boolean,
  ) {}

  tell(news: News): void {
    if (!this.waiting) this.pass(news);
    else if (this.waiting.push(news) > MOST_WAITING) this.stream.destroy();
  }

  /**
   * Begins with how full every session is. Who was here before gets what has happened since; the snapshot then bears
   * the old position, so that who loses the connection again in the middle goes on from there.
   */
  async begin({ sessions, position }: Beginning, since: string | undefined, feed: Feed): Promise<void> {
    const from = since !== undefined && BigInt(since) < BigInt(position) ? since : position;
    this.stream.send({ event: 'snapshot', data: { sessions }, id: from });
    for (let after = from; after !== position && !this.stream.destroyed;) {
      const { changes, until, more } = await readOn(feed, this.eventId, after);
      for (const change of changes) if (BigInt(change.position) <= BigInt(position)) this.change(change);
      after = more && BigInt(until) < BigInt(position) ? until : position;
      await this.stream.hasRoom();
    }
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const news of waiting) this.pass(news);
  }

  private pass({ sessions, changes }: News): void {
    this.stream.cutOffIfSlow();
    if (sessions.length > 0) this.stream.send({ event: 'availability', data: { sessions } });
    for (const change of changes) this.change(change);
  }

  private change({ position, ...data }: PlacedChange): void {
    if (this.seesPeople || OF_PROGRAMME.test(data.kind)) this.stream.send({ event: 'change', data, id: position });
  }
}

interface Feed {
  readonly database: Database;
  readonly changes: Changes;
}

async function readOn({ database, changes }: Feed, eventId: string, after: string) {
  return database.transaction((tx) => changes.follow(tx, { after, limit: PAGE, eventIds: [eventId] }));
}
