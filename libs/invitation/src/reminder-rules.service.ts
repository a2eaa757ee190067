import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import type { Cloned, CopiedAlong } from '#admission';
import type { NewReminderRule, ReminderRule as ReminderRuleView, TemplatesQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, expectVersion, isId, newId, NotFound } from '#kernel';
import { Event } from '#programme';
import { type Actor, type Asked, AuditTrail, type Reach } from '#staff';
import { RuleTaken } from './invitation.errors.js';
import { ReminderRule } from './reminder-rule.entity.js';

/** When those are reminded who have not answered. A rule is made and taken away; what it has sent it has sent. */
@Injectable()
export class ReminderRules {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async list(query: TemplatesQuery, { eventIds }: Reach): Promise<Paged<ReminderRuleView>> {
    const { eventId, cursor, limit } = readCursor(query);
    const events = eventIds === null ? eventId : In(eventIds.filter((id) => eventId === undefined || id === eventId));
    const where = {
      ...(events !== undefined && { eventId: events }),
      ...(cursor !== undefined && { id: LessThan(cursor) }),
    };
    const found = await this.database.reader.find(ReminderRule, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(found.map(viewOf), limit);
  }

  /** Throws NotFound. */
  async one(id: string, reach: Reach): Promise<ReminderRuleView> {
    return viewOf(mustBeThere(isId(id) ? await this.database.reader.findOneBy(ReminderRule, { id }) : null, reach));
  }

  /** Throws NotFound or RuleTaken. */
  async add(
    tx: Tx,
    actor: Actor,
    reach: Reach,
    { at: atTime, daysBefore, eventId }: NewReminderRule,
  ): Promise<ReminderRuleView> {
    const event = await tx.findOne(Event, { where: { id: eventId }, lock: { mode: 'pessimistic_write' } });
    if (!event || !reach.covers(event.id)) throw new NotFound('event');
    if (await tx.existsBy(ReminderRule, { eventId: event.id, daysBefore })) throw new RuleTaken();
    return viewOf(await this.insert(tx, actor, { eventId: event.id, daysBefore, atTime }));
  }

  async copy(tx: Tx, { from, to, by }: Cloned): Promise<CopiedAlong> {
    const rules = await tx.find(ReminderRule, { where: { eventId: from }, order: { daysBefore: 'DESC' } });
    for (const { daysBefore, atTime } of rules) await this.insert(tx, by, { eventId: to, daysBefore, atTime });
    return { what: 'reminder-rules', count: rules.length };
  }

  /** Throws NotFound or Stale. */
  async remove(tx: Tx, actor: Actor, { id, expected, reach }: Asked): Promise<void> {
    const lock = { mode: 'pessimistic_write' } as const;
    const found = isId(id) ? await tx.findOne(ReminderRule, { where: { id }, lock }) : null;
    const { eventId, daysBefore, atTime, version } = mustBeThere(found, reach);
    expectVersion(expected, version);
    await tx.delete(ReminderRule, { id, eventId });
    const deed = { kind: 'reminder-rule.removed', subjectId: id, eventId };
    this.audit.record(tx, actor, { ...deed, before: { daysBefore, atTime } });
  }

  private async insert(
    tx: Tx,
    actor: Actor,
    { eventId, daysBefore, atTime }: Pick<ReminderRule, 'eventId' | 'daysBefore' | 'atTime'>,
  ): Promise<ReminderRule> {
    const made = { id: newId(), eventId, daysBefore, atTime, version: 1, createdAt: this.clock.now() };
    await tx.insert(ReminderRule, made);
    const deed = { kind: 'reminder-rule.made', subjectId: made.id, eventId };
    this.audit.record(tx, actor, { ...deed, after: { daysBefore, atTime } });
    return made;
  }
}

function mustBeThere(found: ReminderRule | null, reach: Reach): ReminderRule {
  if (!found || !reach.covers(found.eventId)) throw new NotFound('reminder rule');
  return found;
}

function viewOf({ atTime, createdAt, ...rule }: ReminderRule): ReminderRuleView {
  return { ...rule, at: atTime, createdAt: createdAt.toISOString() };
}
