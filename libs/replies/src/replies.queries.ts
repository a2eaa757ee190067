import { read, type Tx } from '#database';
import type { KnownInvitation, LastAnswer } from './decision.js';

export interface FoundInvitation extends Omit<KnownInvitation, 'begun' | 'lastAnswer'> {
  readonly eventId: string;
  readonly startsAt: Date;
  readonly undoMinutes: number;
  /** Of the event: whom people write to. */
  readonly contactEmail: string;
  /** Of the registration. */
  readonly recipient: string;
  readonly eventTitle: string;
  readonly reference: string;
}

export async function findInvitation(tx: Tx, registrationId: string): Promise<FoundInvitation | undefined> {
  const [found] = await read<FoundInvitation[]>(tx)`
    SELECT r.event_id AS "eventId", r.calendar_uid AS "calendarUid", r.calendar_sequence AS "calendarSequence",
           r.email_key AS "emailKey", r.state, s.starts_at AS "startsAt", e.decline_undo_minutes AS "undoMinutes",
           e.contact_email AS "contactEmail", e.title AS "eventTitle", r.contact_email AS recipient,
           r.reference
    FROM registrations r
    JOIN sessions s ON s.event_id = r.event_id AND s.id = r.session_id
    JOIN events e ON e.id = r.event_id
    WHERE r.id = ${registrationId} AND r.stands_in_for IS NULL AND r.contact_email IS NOT NULL`;
  return found;
}

/** Until the end of the transaction nobody else decides about mail for this registration. */
export async function lockAnswersOf(tx: Tx, registrationId: string): Promise<void> {
  await read(tx)`SELECT pg_advisory_xact_lock(hashtextextended('answers ' || ${registrationId}::text, 0))`;
}

/** Answers whether it is new: the same mail came before otherwise, perhaps to another worker at this moment. */
export async function claimMail(tx: Tx, id: string, eventId: string, fingerprint: Buffer, now: Date): Promise<boolean> {
  const claimed = await read<object[]>(tx)`
    INSERT INTO inbound_mails (id, event_id, source, fingerprint, received_at, bytes, decision, why)
    VALUES (${id}, ${eventId}, 'imap', ${fingerprint}, ${now}, 0, 'filed', '')
    ON CONFLICT DO NOTHING RETURNING id`;
  return claimed.length > 0;
}

/** The one with the highest SEQUENCE and then the latest stamp among those that were taken at their word. */
export async function findLastAnswer(tx: Tx, registrationId: string): Promise<LastAnswer | undefined> {
  const [found] = await read<{ answer: LastAnswer }[]>(tx)`
    SELECT answer FROM inbound_mails
    WHERE registration_id = ${registrationId} AND decision IN ('noted', 'declined') AND answer IS NOT NULL
    ORDER BY coalesce((answer ->> 'sequence')::int, 0) DESC, answer ->> 'stamp' DESC NULLS LAST, id DESC LIMIT 1`;
  return found?.answer;
}

/** Whom the mail of that Message-ID was sent to, if it was about the registration. */
export async function findRecipient(tx: Tx, registrationId: string, messageId: string): Promise<string | undefined> {
  const [id] = messageId.split('@');
  const [found] = await read<{ recipient: string }[]>(tx)`
    SELECT recipient FROM messages WHERE registration_id = ${registrationId} AND id::text = ${id!.toLowerCase()}`;
  return found?.recipient;
}

/** The registration's guest was asked about an answer since then. */
export async function wasAskedSince(tx: Tx, registrationId: string, since: Date): Promise<boolean> {
  const [found] = await read<{ asked: boolean }[]>(tx)`
    SELECT EXISTS (SELECT FROM messages WHERE registration_id = ${registrationId} AND kind = 'decline-doubted'
                   AND created_at > ${since}) AS asked`;
  return found!.asked;
}

/** Those about what was given up by other means as well: if that comes back, it was not declined. */
export async function findDueDeclines(tx: Tx, now: Date): Promise<{ id: string; registrationId: string }[]> {
  return read<{ id: string; registrationId: string }[]>(tx)`
    SELECT d.id, d.registration_id AS "registrationId" FROM declines d
    JOIN registrations r ON r.id = d.registration_id AND r.event_id = d.event_id
    WHERE d.state = 'pending' AND (d.due_at <= ${now} OR r.state = 'cancelled') ORDER BY d.due_at LIMIT 500`;
}

/**
 * When the places go by the decline that is noted, if its guest was mailed nothing for their calendar since and has what
 * they declined: the same session for as many. Other changes of which nobody was told are none to who has declined.
 */
export async function findStanding(tx: Tx, registrationId: string): Promise<Date | undefined> {
  const [found] = await read<{ dueAt: Date }[]>(tx)`
    SELECT d.due_at AS "dueAt" FROM declines d
    JOIN registrations r ON r.id = d.registration_id AND r.event_id = d.event_id
    WHERE d.registration_id = ${registrationId} AND d.state = 'pending' AND NOT EXISTS (
      SELECT FROM messages m
      WHERE m.registration_id = d.registration_id AND m.event_id = d.event_id
        AND (m.calendar_sequence > d.sequence AND m.state IN ('queued', 'sent')
          OR m.calendar_sequence = d.sequence AND (m.told ->> 'sessionId' <> r.session_id::text
                                                   OR m.told ->> 'partySize' <> r.party_size::text)))`;
  return found?.dueAt;
}

/** Kept mails, in order, after this id. */
export async function findKept(
  tx: Tx,
  after: string,
  limit: number,
): Promise<{ id: string; eventId: string; raw: string }[]> {
  return read<{ id: string; eventId: string; raw: string }[]>(tx)`
    SELECT id, event_id AS "eventId", raw FROM inbound_mails
    WHERE raw IS NOT NULL AND id > ${after} ORDER BY id LIMIT ${limit}`;
}

/** The mails themselves are forgotten; what was decided stays. */
export async function forgetRaw(tx: Tx, before: Date): Promise<void> {
  await tx.sql`UPDATE inbound_mails SET raw = NULL WHERE raw IS NOT NULL AND received_at < ${before}`;
}

/** Declines whose guests could not be told yet: the time to undo them begins when they can. */
export async function postponeUntold(tx: Tx, now: Date): Promise<void> {
  await tx.sql`
    UPDATE declines d
    SET due_at = least(${now}::timestamptz + make_interval(mins => e.decline_undo_minutes), s.starts_at)
    FROM registrations r, sessions s, events e
    WHERE d.state = 'pending' AND d.due_at < ${now}::timestamptz + interval '2 minutes'
      AND r.id = d.registration_id AND r.event_id = d.event_id
      AND s.event_id = r.event_id AND s.id = r.session_id AND s.starts_at > ${now} AND e.id = d.event_id
      AND EXISTS (SELECT FROM messages m WHERE m.registration_id = d.registration_id AND m.event_id = d.event_id
                  AND m.kind = 'decline-noted' AND m.state = 'queued' AND m.created_at >= d.declined_at)`;
}
