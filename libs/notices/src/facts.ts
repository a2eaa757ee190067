import type { AccessFacts, CancelledBy, Mood, RegistrationMessageKind, RegistrationState } from '#contracts';
import type { Told } from './told.js';

export type NoticeKind = RegistrationMessageKind;

/** All that a mail about one registration may say, and to whom: its contact, who hears nobody else's secrets. */
export interface NoticeFacts {
  readonly event: {
    readonly title: string;
    readonly mood: Mood;
    readonly cancelled: boolean;
    readonly arrival: string;
    readonly accessHelp: string;
    readonly contact: { readonly email: string; readonly phone: string | null };
  };
  readonly session: {
    readonly id: string;
    readonly title: string | null;
    readonly room: string | null;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly admissionOpensAt: Date;
    readonly admissionClosesAt: Date;
    readonly cancelled: boolean;
    /** Why it was rescheduled or cancelled, if that is news to the reader. */
    readonly announcement: string | null;
    /** The event has another session that would hold the party. */
    readonly otherTimes: boolean;
  };
  readonly venue: {
    readonly name: string;
    readonly address: string;
    readonly latitude: number;
    readonly longitude: number;
    readonly timeZone: string;
    readonly directions: string;
    readonly access: AccessFacts;
  };
  readonly registration: {
    readonly reference: string;
    readonly state: RegistrationState;
    /** Who has given the places up, if anybody has. */
    readonly cancelledBy: CancelledBy | null;
    readonly name: string;
    readonly partySize: number;
    /** In order; null for a place without a name. */
    readonly names: readonly (string | null)[];
    /** What the contact wrote about the party or about themselves. */
    readonly needs: readonly string[];
    /** Somebody else of the party has needs; they are not repeated in a mail. */
    readonly othersHaveNeeds: boolean;
    readonly heldUntil: Date | null;
    readonly changesUntil: Date;
    readonly cancellationUntil: Date;
    /** The guest has declined in their calendar, and the places are given back then; null if not. */
    readonly declineDueAt: Date | null;
  };
  readonly links: {
    readonly manage: string;
    readonly check: string;
    readonly event: string;
    /** Undoes what a calendar has declined. */
    readonly keep: string;
    readonly giveUp: string;
    /** A calendar of everything under the address that this mail goes to. */
    readonly feed: string;
  };
  /** What this reader was told by the last mail that said where and when to be; null if that is not known. */
  readonly told: Told | null;
  /** Whether what a calendar answers is read by us. */
  readonly answersAreRead: boolean;
  /** The mail carries a calendar object. */
  readonly withCalendar: boolean;
}
