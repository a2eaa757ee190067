import { lines } from './words.js';

/**
 * Of which session, when, where and for how many, as a mail said it and as it is kept with the message. Nothing about people: it stays in
 * plain text as long as the log does.
 */
export interface Told {
  /** Not kept with mails of before. */
  readonly sessionId?: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly timeZone: string;
  readonly venue: string;
  readonly room: string | null;
  /** All its lines: of a part of them nobody could say that it is the place as it was told. */
  readonly address: readonly string[];
  readonly partySize: number;
}

interface Telling {
  readonly session: {
    readonly id: string;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly room: string | null;
  };
  readonly venue: { readonly name: string; readonly address: string; readonly timeZone: string };
  readonly registration: { readonly partySize: number };
}

export function toldBy({ session, venue, registration }: Telling): Told {
  return {
    sessionId: session.id,
    startsAt: session.startsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    timeZone: venue.timeZone,
    venue: venue.name,
    room: session.room,
    address: lines(venue.address),
    partySize: registration.partySize,
  };
}
