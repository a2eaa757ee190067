import { NoticeSender } from '#notices';
import { leaves, mimeTree } from '../mail/mime-tree.js';
import type { CaughtMail } from './mail-sink.js';
import type { TestApp } from './test-app.js';

/** Sends what is queued about a registration now, oldest first, and answers the mails that went out. */
export async function deliver(app: TestApp, registrationId: string): Promise<CaughtMail[]> {
  const queued = await app.database.reader.query<{ id: string; event_id: string }[]>(
    `SELECT id, event_id FROM messages WHERE registration_id = $1 AND state = 'queued' ORDER BY id`,
    [registrationId],
  );
  const before = app.mail.mails.length;
  for (const { id, event_id: eventId } of queued) await app.service(NoticeSender).send({ eventId, messageId: id });
  return app.mail.mails.slice(before);
}

/** The calendar object in a mail as its bytes say, or undefined. */
export function calendarIn({ raw }: CaughtMail): string | undefined {
  return leaves(mimeTree(raw))
    .find(({ type }) => type === 'text/calendar')
    ?.content.toString();
}
