import { Injectable } from '@nestjs/common';
import type { GeneratedSessions, NewSession, SessionPool, SessionRule } from '#contracts';
import type { Tx } from '#database';
import { InvalidInput, NotFound, zoned } from '#kernel';
import {
  Event,
  EventCancelled,
  type PlannedSession,
  ProgrammeEditor,
  type Session,
  timedEntries,
  timeFaults,
  Venue,
} from '#programme';
import { type Actor, AuditTrail, mustMay, type Reach, reachOf } from '#staff';
import { Admission } from './admission.service.js';
import { notedPool, notedSession } from './noted.js';
import { PoolOwners } from './pool-owners.service.js';
import { poolsOf } from './session-pools.js';

/** Makes sessions together with their pools, one or a whole day of them. */
@Injectable()
export class SessionMaking {
  constructor(
    private readonly editor: ProgrammeEditor,
    private readonly admission: Admission,
    private readonly owners: PoolOwners,
    private readonly audit: AuditTrail,
  ) {}

  /** Answers its id. Throws NotFound, EventCancelled, InvalidInput, OverCapacity, OverSafeNumber or NotPermitted. */
  async make(tx: Tx, actor: Actor, reach: Reach, { pools, ...wish }: NewSession): Promise<string> {
    const event = await eventFor(tx, actor, reach, wish);
    const [startsAt, endsAt] = [new Date(wish.startsAt), new Date(wish.endsAt)];
    const admissionOpensAt = new Date(wish.admissionOpensAt ?? startsAt);
    const admissionClosesAt = new Date(wish.admissionClosesAt ?? endsAt);
    const times = { startsAt, endsAt, admissionOpensAt, admissionClosesAt };
    const faults = timeFaults(times);
    if (faults.length > 0) throw new InvalidInput(faults);
    const [made] = await this.open(tx, actor, event, [{ ...times, ...commonOf(wish) }], pools);
    return made!.id;
  }

  /** All entries of the rule or none. Throws what `make` throws. */
  async generate(tx: Tx, actor: Actor, reach: Reach, rule: SessionRule): Promise<GeneratedSessions> {
    const event = await eventFor(tx, actor, reach, rule);
    const { timeZone } = await tx.findOneByOrFail(Venue, { id: event.venueId });
    const planned = timedEntries(rule, timeZone).map((times) => ({ ...times, ...commonOf(rule) }));
    const made = await this.open(tx, actor, event, planned, rule.pools);
    return {
      ...{ preview: false, count: made.length, capacity: made.length * rule.capacity, timeZone },
      items: made.map((session) => entryOf(session, timeZone)),
    };
  }

  private async open(
    tx: Tx,
    actor: Actor,
    { id: eventId }: Event,
    planned: readonly PlannedSession[],
    pools: readonly SessionPool[] | undefined,
  ): Promise<Session[]> {
    await this.owners.mustBelong(
      tx,
      pools?.map((pool, index) => ({ ...pool, pointer: `/pools/${index}/ownerId` })) ?? [],
    );
    const sessions = await this.editor.addSessions(tx, eventId, planned, reachOf(actor, 'programme:read'));
    const opened = await this.admission.openPools(
      tx,
      sessions.flatMap((session) => poolsOf(session, pools)),
    );
    this.audit.record(
      tx,
      actor,
      ...sessions.map((session) => ({
        kind: 'session.made',
        subjectId: session.id,
        eventId,
        after: notedSession(session),
      })),
      ...opened.map((pool) => ({ kind: 'pool.made', subjectId: pool.id, eventId, after: notedPool(pool) })),
    );
    return sessions;
  }
}

/** The event that a session is made for. It stays as it is until the transaction ends. */
async function eventFor(
  tx: Tx,
  actor: Actor,
  reach: Reach,
  { eventId, safeNumberOverride }: Pick<NewSession, 'eventId' | 'safeNumberOverride'>,
): Promise<Event> {
  const event = await tx.findOne(Event, { where: { id: eventId }, lock: { mode: 'pessimistic_read' } });
  if (!event) throw new NotFound('event');
  reach.mustCover(event.id, 'event');
  if (event.status === 'cancelled') throw new EventCancelled();
  if (safeNumberOverride !== undefined) mustMay(actor, 'capacity:override', event.id);
  return event;
}

type Common = Pick<Session, 'title' | 'room' | 'capacity' | 'stayMinutes' | 'gapMinutes' | 'safeNumberOverride'>;

function commonOf({ title, room, capacity, ...wish }: Pick<NewSession, keyof Common>): Common {
  const { stayMinutes = null, gapMinutes = 0, safeNumberOverride = null } = wish;
  return { title: title ?? null, room: room ?? null, capacity, stayMinutes, gapMinutes, safeNumberOverride };
}

function entryOf(session: Session, timeZone: string): GeneratedSessions['items'][number] {
  const { id, startsAt, endsAt, admissionOpensAt, admissionClosesAt, capacity } = session;
  return {
    id,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    admissionOpensAt: admissionOpensAt.toISOString(),
    admissionClosesAt: admissionClosesAt.toISOString(),
    localTime: zoned(startsAt, timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' }),
    capacity,
  };
}
