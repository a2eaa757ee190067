import type { AccessFacts, MessageView, Mood, RegistrationState } from '#contracts';

export type NoticeKind = MessageView['kind'];

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
    readonly title: string | null;
    readonly room: string | null;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly admissionOpensAt: Date;
    readonly admissionClosesAt: Date;
    readonly cancelled: boolean;
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
  };
  readonly links: { readonly manage: string; readonly check: string; readonly event: string };
  /** The mail carries a calendar object. */
  readonly withCalendar: boolean;
}
