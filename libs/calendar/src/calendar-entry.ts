/** An entry without its guest: all that a file or a feed may show. */
export interface PublishedEntry {
  /** A random UUID: of the registration in mails and its download, another one in a public feed. */
  readonly uid: string;
  /** Never goes down; raised on every change of time, place or state (RFC 5546 §2.1.4). */
  readonly sequence: number;
  /** When the text is sent; later than that of any text sent before with this UID. */
  readonly stamp: Date;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** The venue's IANA zone, for example `Europe/London`. */
  readonly timeZone: string;
  readonly summary: string;
  readonly description: string;
  readonly location: {
    readonly name: string;
    readonly address: string;
    readonly latitude: number;
    readonly longitude: number;
  };
  /** The event's public page; never a link that opens a registration. */
  readonly url?: string;
  readonly organizer: Person;
}

/** One registration's entry, for its one guest. */
export interface CalendarEntry extends PublishedEntry {
  readonly attendee: Person;
}

/** An entry of a feed. */
export interface FeedEntry extends PublishedEntry {
  readonly cancelled: boolean;
}

/** Entries to subscribe to. */
export interface CalendarFeed {
  readonly name: string;
  /** Stands in a feed without entries. */
  readonly timeZone: string;
  readonly entries: readonly FeedEntry[];
}

export interface Person {
  readonly name: string;
  readonly email: string;
}
