import type { AccessFacts, Mood, RegistrationState } from '#contracts';
import { read, type Tx } from '#database';
import type { MessageRef, MessageState } from '#mail';
import type { NoticeKind } from './facts.js';

/** One message with everything that it could tell, as it stands now. */
export interface NoticeRow {
  readonly kind: NoticeKind;
  readonly messageState: MessageState;
  readonly recipient: string;
  readonly tries: number;
  readonly nextTryAt: Date | null;
  /** A later state of the registration's calendar object was queued, whatever became of that. */
  readonly overtaken: boolean;
  /** The first mail with an invitation that this recipient was sent; null if there was none. */
  readonly firstInvitationId: string | null;
  readonly lastSentAt: Date | null;
  readonly lastChangedAt: Date;

  readonly registrationId: string;
  readonly reference: string;
  readonly state: RegistrationState;
  readonly partySize: number;
  readonly contactName: string;
  /** Of the address that the registration has now; the recipient may be an earlier one. */
  readonly emailKey: string;
  readonly accessNeeds: string | null;
  readonly calendarUid: string;
  readonly calendarSequence: number;
  readonly heldUntil: Date | null;
  readonly places: readonly { readonly name: string | null; readonly accessNeeds: string | null }[];

  readonly eventTitle: string;
  readonly eventSlug: string;
  readonly eventCancelled: boolean;
  readonly mood: Mood;
  readonly arrival: string;
  readonly accessHelp: string;
  readonly contactEmail: string;
  readonly contactPhone: string | null;
  readonly changesCloseMinutes: number;
  readonly cancellationsCloseMinutes: number;

  readonly sessionTitle: string | null;
  readonly room: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly admissionOpensAt: Date;
  readonly admissionClosesAt: Date;
  readonly sessionCancelled: boolean;

  readonly venueName: string;
  readonly address: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
  readonly directions: string;
  readonly access: AccessFacts;
}

/** This transaction may wait for a mail server; all others wait for nothing but the database. */
export async function mayPause(tx: Tx, seconds: number): Promise<void> {
  await read(tx)`SELECT set_config('idle_in_transaction_session_timeout', ${`${seconds}s`}, true)`;
}

/** Until the end of the transaction nobody else sends mail about the registration of this message. */
export async function lockRegistrationOf(tx: Tx, { eventId, messageId }: MessageRef): Promise<void> {
  await read(tx)`
    SELECT pg_advisory_xact_lock(hashtextextended('notice ' || registration_id, 0))
    FROM messages WHERE id = ${messageId} AND event_id = ${eventId}`;
}

/** The newest message that carries the registration's calendar object. */
export async function findCalendarMessage(tx: Tx, registrationId: string): Promise<MessageRef | undefined> {
  const [found] = await tx.sql<MessageRef[]>`
    SELECT id AS "messageId", event_id AS "eventId" FROM messages
    WHERE registration_id = ${registrationId} AND calendar_sequence IS NOT NULL
    ORDER BY calendar_sequence DESC, id DESC LIMIT 1`;
  return found;
}

/**
 * "Later" is by SEQUENCE first: it rises under the registration's row lock, while ids of different
 * processes only follow their clocks.
 */
export async function loadNotice(tx: Tx, { eventId, messageId }: MessageRef): Promise<NoticeRow | undefined> {
  const [row] = await read<NoticeRow[]>(tx)`
    SELECT m.kind, m.state AS "messageState", m.recipient, m.tries, m.next_try_at AS "nextTryAt",
           m.calendar_sequence IS NOT NULL AND EXISTS (
             SELECT FROM messages later
             WHERE later.registration_id = m.registration_id AND later.event_id = m.event_id
               AND (later.calendar_sequence, later.id) > (m.calendar_sequence, m.id)) AS overtaken,
           (SELECT first.id FROM messages first
            WHERE first.registration_id = m.registration_id AND first.event_id = m.event_id AND first.state = 'sent'
              AND first.kind IN ('confirmation', 'change') AND lower(first.recipient) = lower(m.recipient)
            ORDER BY first.calendar_sequence, first.id LIMIT 1) AS "firstInvitationId",
           (SELECT max(before.finished_at) FROM messages before
            WHERE before.registration_id = m.registration_id AND before.event_id = m.event_id
              AND before.state = 'sent') AS "lastSentAt",
           r.updated_at AS "lastChangedAt", r.id AS "registrationId", r.reference, r.state, r.party_size AS "partySize",
           r.contact_name AS "contactName", r.email_key AS "emailKey", r.access_needs AS "accessNeeds", r.calendar_uid AS "calendarUid",
           r.calendar_sequence AS "calendarSequence", r.held_until AS "heldUntil",
           r.places,
           e.title AS "eventTitle", e.slug AS "eventSlug", e.status = 'cancelled' AS "eventCancelled", g.mood,
           e.arrival, e.access_help AS "accessHelp", e.contact_email AS "contactEmail",
           e.contact_phone AS "contactPhone", e.changes_close_minutes AS "changesCloseMinutes",
           e.cancellations_close_minutes AS "cancellationsCloseMinutes",
           s.title AS "sessionTitle", s.room, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
           s.admission_opens_at AS "admissionOpensAt", s.admission_closes_at AS "admissionClosesAt",
           s.status = 'cancelled' AS "sessionCancelled",
           v.name AS "venueName", v.address, v.latitude, v.longitude, v.time_zone AS "timeZone", v.directions, v.access
    FROM messages m
    JOIN registrations r ON r.id = m.registration_id AND r.event_id = m.event_id
    JOIN events e ON e.id = r.event_id
    JOIN programmes g ON g.id = e.programme_id
    JOIN sessions s ON s.event_id = r.event_id AND s.id = r.session_id
    JOIN venues v ON v.id = e.venue_id
    WHERE m.id = ${messageId} AND m.event_id = ${eventId}`;
  return row;
}
