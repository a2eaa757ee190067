import type { Tx } from '#database';
import type { MessageRef, NewMessage } from './message-log.service.js';

/** One statement for any number of messages: this stands in the hot path of registering. */
export async function insertMessages(tx: Tx, messages: readonly (NewMessage & MessageRef)[], now: Date): Promise<void> {
  const column = <K extends keyof (NewMessage & MessageRef)>(key: K) => messages.map((message) => message[key]);
  await tx.sql`
    INSERT INTO messages (id, event_id, registration_id, kind, recipient, calendar_sequence, state, created_at)
    SELECT id, event_id, registration_id, kind, recipient, calendar_sequence, 'queued', ${now}
    FROM unnest(
      ${column('messageId')}::uuid[], ${column('eventId')}::uuid[], ${column('registrationId')}::uuid[],
      ${column('kind')}::text[], ${column('recipient')}::text[], ${column('calendarSequence')}::integer[]
    ) AS queued (id, event_id, registration_id, kind, recipient, calendar_sequence)`;
}
