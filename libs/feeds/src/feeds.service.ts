import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { calendarFeed, type FeedEntry } from '#calendar';
import { Bell } from '#changes';
import { Database } from '#database';
import { Clock, NotFound, Secrets } from '#kernel';
import { LinkNotValid, Links } from '#registration';
import { type Feed, feedOf } from './feed.js';
import { ownEntry, publicEntry } from './feed-entry.js';
import { findEmailKey, findMark, findName, findOwnSessions, findPublicSessions } from './feeds.queries.js';

/** Which public feed: everything, or of one programme or venue, by slug. */
export type PublicFeed = 'all' | { readonly programme: string } | { readonly venue: string };

const DAY_MS = 24 * 60 * 60_000;
const DAYS_BACK = 30;
const DAYS_AHEAD = 550;
/** Stands in a feed without entries. */
const TIME_ZONE = 'Europe/London';
const EVERYTHING = 'Lectures and open gardens';
/** Feeds kept in a process; a programme and a venue have one each, so it takes a wild guesser to fill it. */
const MOST_KEPT = 200;

interface Kept {
  readonly feed: Promise<Feed>;
  /** What the programme was like when it was built, and on which day that was. */
  readonly mark: string;
}

/**
 * Builds the feeds and keeps the public ones until the programme changes or the day does. The bell tells that
 * something has happened, most often that somebody took places; the next request then asks the database whether the
 * programme is still the same, which costs one small read, and builds anew only if it is not.
 */
@Injectable()
export class Feeds implements OnModuleInit {
  private readonly kept = new Map<string, Kept>();
  /** The mark of the programme, until the bell rings. */
  private mark: Promise<string> | undefined;

  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly secrets: Secrets,
    private readonly bell: Bell,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.bell.listen(() => this.forget());
  }

  /** Throws NotFound if there is no such programme or venue. */
  async public(which: PublicFeed): Promise<Feed> {
    const today = dayStart(this.clock.now());
    const key = JSON.stringify(which);
    const mark = `${today.getTime()} ${await this.currentMark()}`;
    const known = this.kept.get(key);
    if (known?.mark === mark) return known.feed;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const feed = this.build(which, today, known?.feed);
    this.kept.set(key, { feed, mark });
    // What failed is built anew by the next who asks.
    feed.catch(() => this.kept.delete(key));
    return feed;
  }

  /**
   * Everything under the address that the link was mailed to, as long as the registration that it came with has this
   * address. Built for each request: no two people share one. Throws LinkNotValid.
   */
  async own(token: string): Promise<Feed> {
    const { reader } = this.database;
    const emailKey = await findEmailKey(reader, this.links.readFeed(token));
    if (emailKey === undefined || !this.links.mayFollow(token, emailKey)) throw new LinkNotValid();
    const from = new Date(dayStart(this.clock.now()).getTime() - DAYS_BACK * DAY_MS);
    const rows = await findOwnSessions(reader, emailKey, from);
    const entries = rows.map((row) => ownEntry(row, this.links.eventUrl(row.eventSlug), this.uidOf(row.uid)));
    // As new as the request: what was given up leaves no time behind.
    return built('Your places', entries, this.clock.now());
  }

  /** Something may have changed: who asks next looks whether it has. */
  forget(): void {
    this.mark = undefined;
  }

  private currentMark(): Promise<string> {
    this.mark ??= this.readMark();
    return this.mark;
  }

  private async readMark(): Promise<string> {
    try {
      return await findMark(this.database.reader);
    } catch (error) {
      this.mark = undefined;
      throw error;
    }
  }

  private async build(which: PublicFeed, today: Date, before?: Promise<Feed>): Promise<Feed> {
    const name = await this.nameOf(which);
    const rows = await findPublicSessions(this.database.reader, {
      ...(which === 'all' ? {} : which),
      from: new Date(today.getTime() - DAYS_BACK * DAY_MS),
      until: new Date(today.getTime() + DAYS_AHEAD * DAY_MS),
      today,
    });
    const entries = rows.map((row) => publicEntry(row, this.links.eventUrl(row.eventSlug)));
    const newest = entries.reduce((latest, { stamp }) => Math.max(latest, stamp.getTime()), 0);
    return laterThan(await before?.catch(() => undefined), await built(name, entries, new Date(newest)));
  }

  private async nameOf(which: PublicFeed): Promise<string> {
    if (which === 'all') return EVERYTHING;
    const [what, slug] =
      'programme' in which ? (['programme', which.programme] as const) : (['venue', which.venue] as const);
    const name = await findName(this.database.reader, what, slug);
    if (name === undefined) throw new NotFound('calendar');
    return name;
  }

  /** Another UID than that of the mails, which stays between the house and the guest's mailbox. */
  private uidOf(registrationId: string): string {
    return createHash('sha256').update(this.secrets.sign('feed-uid', registrationId)).digest('hex').slice(0, 32);
  }
}

function built(name: string, entries: readonly FeedEntry[], lastModified: Date): Promise<Feed> {
  return feedOf(calendarFeed({ name, timeZone: TIME_ZONE, entries }), lastModified);
}

/** With a later time than the one before if it says anything else: what is removed, or commits late, brings none. */
function laterThan(before: Feed | undefined, feed: Feed): Feed {
  if (!before || feed.lastModified > before.lastModified) return feed;
  if (feed.bodies.identity.etag === before.bodies.identity.etag) return before;
  return { ...feed, lastModified: new Date(before.lastModified.getTime() + 1000) };
}

function dayStart(now: Date): Date {
  return new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
}
