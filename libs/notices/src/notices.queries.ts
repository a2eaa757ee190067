import type { AccessFacts, CancelledBy, Mood, RegistrationState } from '#contracts';
import { read, type Tx } from '#database';
import type { MessageRef, MessageState } from '#mail';
import type { KeptParty } from '#registration';
import type { NoticeKind } from './facts.js';
import type { Told } from './told.js';

/** One message with everything that it could tell, as it stands now. */
export interface NoticeRow {
  readonly messageId: string;
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
  /** When this recipient was last told where and when to be. */
  readonly lastInvitedAt: Date | null;
  /**
   * What that mail said. Null where it is of a time when this was not kept, for mails that tell no change, and for a
   * confirmation that comes first or after a cancellation.
   */
  readonly told: Told | null;
  /** News of before what was announced of the session, which this recipient was not sent: they were in it by then. */
  readonly cameBefore: boolean;
  readonly lastChangedAt: Date;

  readonly registrationId: string;
  readonly reference: string;
  readonly state: RegistrationState;
  readonly cancelledBy: CancelledBy | null;
  readonly partySize: number;
  readonly contactName: string;
  /** Of the address that the registration has now; the recipient may be an earlier one. */
  readonly emailKey: string | null;
  readonly accessNeeds: KeptParty['accessNeeds'];
  readonly calendarUid: string;
  readonly calendarSequence: number;
  readonly heldUntil: Date | null;
  /** Of a decline that still stands, as `findStanding` of replies says it. */
  readonly declineDueAt: Date | null;
  readonly places: KeptParty['places'];

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

  readonly sessionId: string;
  readonly sessionTitle: string | null;
  readonly room: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly admissionOpensAt: Date;
  readonly admissionClosesAt: Date;
  readonly sessionCancelled: boolean;
  readonly announcement: string | null;
  readonly announcedAt: Date | null;
  /** Only of cancelled sessions: another one of the event had places for the party when this was queued. */
  readonly otherTimes: boolean;

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

/**
 * Until the end of the transaction nobody else sends mail about the registrations of these messages. In the order of
 * their ids, so that two transactions never wait for one another.
 */
export async function lockRegistrationsOf(tx: Tx, refs: readonly MessageRef[]): Promise<void> {
  await read(tx)`
    SELECT pg_advisory_xact_lock(hashtextextended('notice ' || about.registration_id, 0))
    FROM (
      SELECT DISTINCT m.registration_id FROM messages m
      WHERE (m.id, m.event_id) IN (SELECT * FROM unnest(${idsOf(refs)}::uuid[], ${eventIdsOf(refs)}::uuid[]))
      ORDER BY m.registration_id OFFSET 0
    ) about`;
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
 * processes only follow their clocks. Who is mailed a change again says that they never had it: they are told what was
 * new by it.
 */
export async function loadNotices(tx: Tx, refs: readonly MessageRef[]): Promise<NoticeRow[]> {
  return read<NoticeRow[]>(tx)`
    SELECT m.id AS "messageId", m.kind, m.state AS "messageState", m.recipient, m.tries, m.next_try_at AS "nextTryAt",
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
           (SELECT max(told.finished_at) FROM messages told
            WHERE told.registration_id = m.registration_id AND told.event_id = m.event_id AND told.state = 'sent'
              AND told.kind IN ('confirmation', 'change') AND lower(told.recipient) = lower(m.recipient)) AS "lastInvitedAt",
           CASE WHEN m.kind = 'change' OR m.kind = 'confirmation' AND m.calendar_sequence > 0 AND NOT EXISTS (
             SELECT FROM messages gone
             WHERE gone.registration_id = m.registration_id AND gone.event_id = m.event_id AND gone.state = 'sent'
               AND gone.kind = 'cancellation') THEN
             (SELECT told.told FROM messages told
              WHERE told.registration_id = m.registration_id AND told.event_id = m.event_id AND told.state = 'sent'
                AND told.kind IN ('confirmation', 'change') AND lower(told.recipient) = lower(m.recipient)
                AND (m.resends IS NULL OR m.kind = 'confirmation' OR told.calendar_sequence < m.calendar_sequence)
              ORDER BY told.finished_at DESC LIMIT 1) END AS told,
           EXISTS (
             SELECT FROM messages before
             WHERE before.registration_id = m.registration_id AND before.event_id = m.event_id AND before.state <> 'sent'
               AND before.kind = 'change' AND before.created_at < s.announced_at AND before.calendar_sequence > (
                 SELECT max(told.calendar_sequence) FROM messages told
                 WHERE told.registration_id = m.registration_id AND told.event_id = m.event_id AND told.state = 'sent'
                   AND told.kind IN ('confirmation', 'change') AND lower(told.recipient) = lower(m.recipient))
           ) AS "cameBefore",
           r.updated_at AS "lastChangedAt", r.id AS "registrationId", r.reference, r.state, r.cancelled_by AS "cancelledBy", r.party_size AS "partySize",
           r.contact_name AS "contactName", r.email_key AS "emailKey", r.access_needs AS "accessNeeds", r.calendar_uid AS "calendarUid",
           r.calendar_sequence AS "calendarSequence", r.held_until AS "heldUntil",
           (SELECT d.due_at FROM declines d
            WHERE d.registration_id = r.id AND d.event_id = r.event_id AND d.state = 'pending' AND NOT EXISTS (
              SELECT FROM messages since
              WHERE since.registration_id = r.id AND since.event_id = r.event_id
                AND (since.calendar_sequence > d.sequence AND since.state IN ('queued', 'sent')
                  OR since.calendar_sequence = d.sequence AND (since.told ->> 'sessionId' <> r.session_id::text
                                                               OR since.told ->> 'partySize' <> r.party_size::text)))
           ) AS "declineDueAt",
           r.places,
           e.title AS "eventTitle", e.slug AS "eventSlug", e.status = 'cancelled' AS "eventCancelled", g.mood,
           e.arrival, e.access_help AS "accessHelp", e.contact_email AS "contactEmail",
           e.contact_phone AS "contactPhone", e.changes_close_minutes AS "changesCloseMinutes",
           e.cancellations_close_minutes AS "cancellationsCloseMinutes",
           s.id AS "sessionId", s.title AS "sessionTitle", s.room, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
           s.admission_opens_at AS "admissionOpensAt", s.admission_closes_at AS "admissionClosesAt",
           s.status = 'cancelled' AS "sessionCancelled", s.announcement, s.announced_at AS "announcedAt",
           s.status = 'cancelled' AND e.status = 'published' AND EXISTS (
             SELECT FROM sessions other
             JOIN pools p ON p.event_id = other.event_id AND p.session_id = other.id AND p.audience = 'public'
             WHERE other.event_id = s.event_id AND other.status = 'scheduled' AND other.starts_at > m.created_at
               AND NOT p.waited_for AND p.ballot_id IS NULL AND p.places - p.taken - p.promised >= r.party_size) AS "otherTimes",
           v.name AS "venueName", v.address, v.latitude, v.longitude, v.time_zone AS "timeZone", v.directions, v.access
    FROM messages m
    JOIN registrations r ON r.id = m.registration_id AND r.event_id = m.event_id
    JOIN events e ON e.id = r.event_id
    JOIN programmes g ON g.id = e.programme_id
    JOIN sessions s ON s.event_id = r.event_id AND s.id = r.session_id
    JOIN venues v ON v.id = e.venue_id
    WHERE (m.id, m.event_id) IN (SELECT * FROM unnest(${idsOf(refs)}::uuid[], ${eventIdsOf(refs)}::uuid[]))`;
}

function idsOf(refs: readonly MessageRef[]): string[] {
  return refs.map(({ messageId }) => messageId);
}

function eventIdsOf(refs: readonly MessageRef[]): string[] {
  return refs.map(({ eventId }) => eventId);
}
