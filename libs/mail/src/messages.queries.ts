import { insertRows, type Tx } from '#database';
import type { MessageRef, NewMessage } from './message-log.service.js';
import { Message } from './message.entity.js';

const QUEUED = {
  state: 'queued',
  tries: 0,
  subject: null,
  lastError: null,
  nextTryAt: null,
  finishedAt: null,
} as const;

/** One statement for any number of messages: this stands in the hot path of registering. */
export async function insertMessages(tx: Tx, messages: readonly (NewMessage & MessageRef)[], now: Date): Promise<void> {
  const rows = messages.map(({ messageId: id, ...message }) => ({ ...message, ...QUEUED, id, createdAt: now }));
  await insertRows(tx, Message, rows);
}
