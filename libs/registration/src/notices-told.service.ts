import { Injectable } from '@nestjs/common';
import type { NoticeProgress } from '#contracts';
import { Database } from '#database';
import { isId, NotFound } from '#kernel';
import { Event, Session } from '#programme';
import type { Reach } from '#staff';
import { findProgress, type ProgressRow } from './notices-told.queries.js';

/** How far it has come with telling people of what was rescheduled or cancelled last. */
@Injectable()
export class NoticesTold {
  constructor(private readonly database: Database) {}

  /** Throws NotFound. */
  async ofSession(id: string, reach: Reach): Promise<NoticeProgress> {
    const session = isId(id) ? await this.database.reader.findOneBy(Session, { id }) : null;
    if (!session) throw new NotFound('session');
    reach.mustCover(session.eventId, 'session');
    return viewOf(await findProgress(this.database.reader, session.eventId, session.id));
  }

  /** Of all its sessions. Throws NotFound. */
  async ofEvent(id: string, reach: Reach): Promise<NoticeProgress> {
    const event = isId(id) ? await this.database.reader.findOneBy(Event, { id }) : null;
    if (!event) throw new NotFound('event');
    reach.mustCover(event.id, 'event');
    return viewOf(await findProgress(this.database.reader, event.id, null));
  }
}

function viewOf({ announcedAt, ...counts }: ProgressRow): NoticeProgress {
  return { announcedAt: announcedAt?.toISOString() ?? null, ...counts };
}
