import type { CandidateMessageKind, MessagesQuery } from '#contracts';
import { insertRows, read, type Tx } from '#database';
import type { MessageRef, NewMessage, NewCandidateMessage, SentMessage } from './message-log.service.js';
import { type ListedMessage, Message } from './message.entity.js';

const QUEUED = {
  state: 'queued',
  tries: 0,
  subject: null,
  told: null,
  lastError: null,
  nextTryAt: null,
  finishedAt: null,
} as const;

/** One statement for any number of messages: this stands in the hot path of registering. */
export function insertMessages(
  tx: Tx,
  messages: readonly ((NewMessage | NewCandidateMessage) & MessageRef)[],
  now: Date,
): void {
  const rows = messages.map(({ messageId: id, eventId, kind, recipient, resends = null, ...about }) => ({
    ...{ id, eventId, kind, recipient, resends, ...QUEUED, createdAt: now, ...aboutWhat(about) },
  }));
  insertRows(tx, Message, rows);
}

function aboutWhat(
  about: Pick<NewMessage, 'registrationId' | 'calendarSequence'> | Pick<NewCandidateMessage, 'candidate'>,
): Pick<Message, 'registrationId' | 'candidateKind' | 'candidateId' | 'calendarSequence'> {
  return 'candidate' in about
    ? {
        registrationId: null,
        candidateKind: about.candidate.kind,
        candidateId: about.candidate.id,
        calendarSequence: null,
      }
    : { ...about, candidateKind: null, candidateId: null };
}

/** Planned anew each time: the plan of a small table would read all of a large one. */
export async function markSent(tx: Tx, messages: readonly SentMessage[]): Promise<void> {
  const [ids, eventIds] = [messages.map(({ messageId }) => messageId), messages.map(({ eventId }) => eventId)];
  const [subjects, times] = [messages.map(({ subject }) => subject), messages.map(({ sentAt }) => sentAt)];
  const told = messages.map((message) => message.told && JSON.stringify(message.told));
  await read(tx)`
    UPDATE messages m
    SET state = 'sent', subject = sent.subject, told = sent.told, finished_at = sent.at, next_try_at = NULL, last_error = NULL,
        tries = tries + 1
    FROM unnest(${ids}::uuid[], ${eventIds}::uuid[], ${subjects}::text[], ${times}::timestamptz[],
                ${told}::jsonb[]) AS sent (id, event_id, subject, at, told)
    WHERE m.id = sent.id AND m.event_id = sent.event_id`;
}

/**
 * Which of the candidates have an unsent message of these kinds, locked until the end of the transaction. One that is
 * being sent at this moment is not: it may have been written already.
 */
export async function lockUnsent(
  tx: Tx,
  candidateIds: readonly string[],
  kinds: readonly CandidateMessageKind[],
): Promise<string[]> {
  const rows = await read<{ candidateId: string }[]>(tx)`
    SELECT candidate_id AS "candidateId" FROM messages
    WHERE candidate_id = ANY(${candidateIds}::uuid[]) AND state = 'queued' AND kind = ANY(${kinds}::text[])
    FOR UPDATE SKIP LOCKED`;
  return rows.map(({ candidateId }) => candidateId);
}

/** Newest first, one more than the limit; `eventIds` null for all events. */
export async function findMessages(
  tx: Tx,
  { eventId, registrationId, candidateId, kind, state, recipient, from, to, cursor, limit }: MessagesQuery,
  eventIds: readonly string[] | null,
): Promise<ListedMessage[]> {
  const part = recipient === undefined ? null : `%${recipient.replace(/[\\%_]/g, '\\$&')}%`;
  return read<ListedMessage[]>(tx)`
    SELECT id, event_id AS "eventId", registration_id AS "registrationId", candidate_kind AS "candidateKind",
           candidate_id AS "candidateId", kind, recipient, subject, state, resends,
           tries, last_error AS "lastError", created_at AS "createdAt", next_try_at AS "nextTryAt",
           finished_at AS "finishedAt", calendar_sequence AS "calendarSequence"
    FROM messages
    WHERE (${eventIds}::uuid[] IS NULL OR event_id = ANY(${eventIds}::uuid[]))
      AND (${eventId ?? null}::uuid IS NULL OR event_id = ${eventId ?? null})
      AND (${registrationId ?? null}::uuid IS NULL OR registration_id = ${registrationId ?? null})
      AND (${candidateId ?? null}::uuid IS NULL OR candidate_id = ${candidateId ?? null})
      AND (${kind ?? null}::text IS NULL OR kind = ${kind ?? null})
      AND (${state ?? null}::text IS NULL OR state = ${state ?? null})
      AND (${part}::text IS NULL OR recipient ILIKE ${part})
      AND (${from ?? null}::timestamptz IS NULL OR created_at >= ${from ?? null})
      AND (${to ?? null}::timestamptz IS NULL OR created_at < ${to ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR id < ${cursor ?? null})
    ORDER BY id DESC LIMIT ${limit + 1}`;
}

export async function countMessages(reader: Tx): Promise<{ state: string; count: number }[]> {
  return reader.sql`SELECT state, count(*)::int AS count FROM messages GROUP BY state`;
}
