import { Injectable } from '@nestjs/common';
import type { AdminQuestion, NewQuestion, QuestionChange, QuestionsQuery } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { expectVersion, InvalidInput, isId, newId, NotFound } from '#kernel';
import { type Actor, type Asked, AuditTrail, type Reach } from '#staff';
import { Events } from './events.service.js';
import { Question } from './question.entity.js';
import { findQuestions, idsInOrder, putInOrder } from './questions.queries.js';

/** What events ask, as the events team plans it. Who changes what was answered asks `#registration` first. */
@Injectable()
export class Questions {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly audit: AuditTrail,
  ) {}

  /** By their events, in the order in which they are asked. */
  async list(query: QuestionsQuery, { eventIds }: Reach): Promise<Paged<AdminQuestion>> {
    return toPage(await findQuestions(this.database.reader, { ...readCursor(query), eventIds }), query.limit);
  }

  /** Throws NotFound. */
  async one(id: string, reach: Reach): Promise<AdminQuestion> {
    const found = isId(id) ? await this.database.reader.findOneBy(Question, { id }) : null;
    if (!found) throw new NotFound('question');
    reach.mustCover(found.eventId, 'question');
    return found;
  }

  /** Throws NotFound if there is no such event, or InvalidInput. */
  async add(tx: Tx, actor: Actor, wish: NewQuestion, reach: Reach): Promise<AdminQuestion> {
    const { position, ...given } = wish;
    const { id: eventId } = await this.events.lock(tx, { id: wish.eventId, expected: 'any', reach });
    const order = await idsInOrder(tx, eventId);
    const blank = { help: '', options: [], required: false, askedPer: 'party' as const, sensitive: false };
    const made = sensible({ ...blank, ...given, eventId, id: newId(), position: order.length, version: 1 });
    await tx.insert(Question, made);
    await putInOrder(tx, eventId, moved([...order, made.id], made.id, position ?? order.length));
    const after = await tx.findOneByOrFail(Question, { id: made.id });
    this.audit.record(tx, actor, { kind: 'question.made', subjectId: made.id, eventId, after });
    return after;
  }

  /** The question; its event is locked, and with it the order of all its questions. Throws NotFound or Stale. */
  async lock(tx: Tx, { id, expected, reach }: Asked): Promise<Question> {
    const found = isId(id) ? await tx.findOneBy(Question, { id }) : null;
    if (!found || !reach.covers(found.eventId)) throw new NotFound('question');
    await this.events.lock(tx, { id: found.eventId, expected: 'any', reach });
    const locked = await tx.findOneBy(Question, { id });
    if (!locked) throw new NotFound('question');
    expectVersion(expected, locked.version);
    return locked;
  }

  /** Throws InvalidInput if kind and options do not go together. */
  async change(tx: Tx, actor: Actor, before: Question, change: QuestionChange): Promise<AdminQuestion> {
    const { id, eventId } = before;
    const { position, ...rest } = change;
    await tx.save(Question, sensible({ ...before, ...rest, version: before.version + 1 }));
    if (position !== undefined) await putInOrder(tx, eventId, moved(await idsInOrder(tx, eventId), id, position));
    const after = await tx.findOneByOrFail(Question, { id });
    this.audit.record(tx, actor, { kind: 'question.changed', subjectId: id, eventId, before, after });
    return after;
  }

  async remove(tx: Tx, actor: Actor, before: Question): Promise<void> {
    const { id, eventId } = before;
    await tx.delete(Question, { id, eventId });
    await putInOrder(tx, eventId, await idsInOrder(tx, eventId));
    this.audit.record(tx, actor, { kind: 'question.removed', subjectId: id, eventId, before });
  }
}

function moved(ids: readonly string[], id: string, position: number): string[] {
  const order = ids.filter((one) => one !== id);
  order.splice(position, 0, id);
  return order;
}

/** Throws InvalidInput. */
function sensible(question: Question): Question {
  const choosing = question.kind === 'choice' || question.kind === 'choices';
  if (choosing === question.options.length > 0) return question;
  const [code, detail] = choosing
    ? ['options_missing', 'Please say what can be chosen.']
    : ['options_without_choice', 'Only a choice has options; please send an empty list.'];
  throw new InvalidInput([{ pointer: '/options', code, detail }]);
}
