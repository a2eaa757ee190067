import { Injectable } from '@nestjs/common';
import { LessThan, In } from 'typeorm';
import type { Cloned, CopiedAlong } from '#admission';
import type { InvitationTemplate, InvitationTemplateChange, NewInvitationTemplate, TemplatesQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, expectVersion, InvalidInput, isId, newId, NotFound } from '#kernel';
import { Event } from '#programme';
import { type Actor, type Asked, AuditTrail, type Reach } from '#staff';
import { TemplateTaken } from './invitation.errors.js';
import { Template } from './template.entity.js';
import { fieldFaults } from './template-fields.js';

/** The words of an event's own for invitations and reminders. */
@Injectable()
export class InvitationTemplates {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async list(query: TemplatesQuery, { eventIds }: Reach): Promise<Paged<InvitationTemplate>> {
    const { eventId, cursor, limit } = readCursor(query);
    const events = eventIds === null ? eventId : In(eventIds.filter((id) => eventId === undefined || id === eventId));
    const where = {
      ...(events !== undefined && { eventId: events }),
      ...(cursor !== undefined && { id: LessThan(cursor) }),
    };
    const found = await this.database.reader.find(Template, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(found.map(viewOf), limit);
  }

  /** Throws NotFound. */
  async one(id: string, reach: Reach): Promise<InvitationTemplate> {
    return viewOf(mustBeThere(isId(id) ? await this.database.reader.findOneBy(Template, { id }) : null, reach));
  }

  /** Throws NotFound, TemplateTaken or InvalidInput: it has a field that there is not. */
  async add(tx: Tx, actor: Actor, reach: Reach, wish: NewInvitationTemplate): Promise<InvitationTemplate> {
    const event = await tx.findOne(Event, { where: { id: wish.eventId }, lock: { mode: 'pessimistic_write' } });
    if (!event || !reach.covers(event.id)) throw new NotFound('event');
    mustBeKnown(wish);
    const other = await tx.findOneBy(Template, { eventId: event.id, kind: wish.kind });
    if (other) throw new TemplateTaken(other.id);
    return viewOf(await this.insert(tx, actor, { ...wish, eventId: event.id }));
  }

  /** Throws NotFound, Stale or InvalidInput. */
  async change(tx: Tx, actor: Actor, asked: Asked, change: InvitationTemplateChange): Promise<InvitationTemplate> {
    const before = await this.lock(tx, asked);
    const { subject = before.subject, body = before.body } = change;
    mustBeKnown({ subject, body });
    const after = { ...before, subject, body, version: before.version + 1, updatedAt: this.clock.now() };
    await tx.save(Template, after);
    this.note(tx, actor, 'changed', before, after);
    return viewOf(after);
  }

  /** From then on the house's own words are used. Throws NotFound or Stale. */
  async remove(tx: Tx, actor: Actor, asked: Asked): Promise<void> {
    const before = await this.lock(tx, asked);
    await tx.delete(Template, { id: before.id, eventId: before.eventId });
    this.note(tx, actor, 'removed', before, undefined);
  }

  /** Word for word. */
  async copy(tx: Tx, { from, to, by }: Cloned): Promise<CopiedAlong> {
    const words = await tx.find(Template, { where: { eventId: from }, order: { kind: 'ASC' } });
    for (const { kind, subject, body } of words) await this.insert(tx, by, { kind, subject, body, eventId: to });
    return { what: 'invitation-templates', count: words.length };
  }

  private async insert(tx: Tx, actor: Actor, wish: NewInvitationTemplate): Promise<Template> {
    const made: Template = { id: newId(), ...wish, version: 1, updatedAt: this.clock.now() };
    await tx.insert(Template, made);
    this.note(tx, actor, 'made', undefined, made);
    return made;
  }

  private async lock(tx: Tx, { id, expected, reach }: Asked): Promise<Template> {
    const found = isId(id) ? await tx.findOne(Template, { where: { id }, lock: { mode: 'pessimistic_write' } }) : null;
    const there = mustBeThere(found, reach);
    expectVersion(expected, there.version);
    return there;
  }

  private note(tx: Tx, actor: Actor, what: string, before: Template | undefined, after: Template | undefined): void {
    const { id: subjectId, eventId } = (after ?? before)!;
    const states = { before: before && noted(before), after: after && noted(after) };
    this.audit.record(tx, actor, { kind: `invitation-template.${what}`, subjectId, eventId, ...states });
  }
}

function noted({ kind, subject, body }: Template) {
  return { kind, subject, body };
}

/** Throws InvalidInput that names each field which there is not. */
export function mustBeKnown({ subject = '', body = '' }: Partial<Pick<Template, 'subject' | 'body'>>): void {
  const faults = [...fieldFaults(subject, '/subject'), ...fieldFaults(body, '/body')];
  if (faults.length > 0) throw new InvalidInput(faults);
}

function mustBeThere(found: Template | null, reach: Reach): Template {
  if (!found || !reach.covers(found.eventId)) throw new NotFound('template');
  return found;
}

function viewOf({ updatedAt, ...template }: Template): InvitationTemplate {
  return { ...template, updatedAt: updatedAt.toISOString() };
}
