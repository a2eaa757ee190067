import { Injectable } from '@nestjs/common';
import { And, Equal, FindOperator, type FindOptionsWhere, In, LessThan } from 'typeorm';
import type { InboundMailsQuery, InboundMailView, InboundMailWhole } from '#contracts';
import { Database, type Paged, readCursor, toPage } from '#database';
import { isId, NotFound, NOWHERE, Secrets } from '#kernel';
import type { Reach } from '#staff';
import { InboundMailRow } from './inbound-mail.entity.js';
import { placeOf } from './inbound-post.service.js';

/** What came in by mail, as the team reads it: what was decided, and why. */
@Injectable()
export class InboundListing {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  /** Newest first. What came to no address of ours is of no event, so it is seen by who may everywhere. */
  async list(query: InboundMailsQuery, { eventIds }: Reach): Promise<Paged<InboundMailView>> {
    const { limit, cursor, eventId, ...wanted } = readCursor(query);
    const events = [eventId && Equal(eventId), eventIds && In([...eventIds])].filter(
      (one) => one instanceof FindOperator,
    );
    const where: FindOptionsWhere<InboundMailRow> = {
      ...wanted,
      ...(events.length > 0 && { eventId: And(...events) }),
      ...(cursor !== undefined && { id: LessThan(cursor) }),
    };
    const select = { raw: false } as const;
    const found = await this.database.reader.find(InboundMailRow, {
      where,
      order: { id: 'DESC' },
      take: limit + 1,
      select,
    });
    return toPage(found.map(viewOf), limit);
  }

  /** The mail itself for those alone who may see what people say about themselves. Throws NotFound. */
  async one(id: string, reach: Reach, sensitive: Reach): Promise<InboundMailWhole> {
    const found = isId(id) ? await this.database.reader.findOneBy(InboundMailRow, { id }) : null;
    if (!found || !reach.covers(found.eventId)) throw new NotFound('mail');
    const shown = found.raw !== null && sensitive.covers(found.eventId);
    const raw = shown ? Buffer.from(this.secrets.open(found.raw!, placeOf(id)), 'latin1').toString('utf8') : null;
    return { ...viewOf(found), raw };
  }
}

function viewOf({
  id,
  receivedAt,
  source,
  eventId,
  registrationId,
  bytes,
  decision,
  why,
}: InboundMailRow): InboundMailView {
  return {
    ...{ id, source, registrationId, bytes, why },
    receivedAt: receivedAt.toISOString(),
    eventId: eventId === NOWHERE ? null : eventId,
    decision: decision as InboundMailView['decision'],
  };
}
