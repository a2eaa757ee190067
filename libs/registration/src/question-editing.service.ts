import { Injectable } from '@nestjs/common';
import { Admission } from '#admission';
import type { AdminQuestion, QuestionChange } from '#contracts';
import type { Tx } from '#database';
import { type Question, Questions } from '#programme';
import type { Actor, Asked } from '#staff';
import { findGivenAnswers, type GivenAnswers } from './question-editing.queries.js';
import { QuestionAnswered } from './registration.errors.js';

/**
 * Changes questions as far as the answers given still answer them. Answers are read with all pools of the event
 * locked: nobody answers meanwhile.
 */
@Injectable()
export class QuestionEditing {
  constructor(
    private readonly questions: Questions,
    private readonly admission: Admission,
  ) {}

  /** Throws NotFound, Stale, InvalidInput, or QuestionAnswered. */
  async change(tx: Tx, actor: Actor, asked: Asked, change: QuestionChange): Promise<AdminQuestion> {
    const question = await this.questions.lock(tx, asked);
    const dropped = question.options.filter((option) => change.options?.includes(option) === false);
    if (dropped.length > 0 || bindsAnswers(question, change)) {
      const refusal = refusalOf(question, change, dropped, await this.given(tx, question, dropped));
      if (refusal) throw refusal;
    }
    return this.questions.change(tx, actor, question, change);
  }

  /** Throws NotFound, Stale or QuestionAnswered. */
  async remove(tx: Tx, actor: Actor, asked: Asked): Promise<void> {
    const question = await this.questions.lock(tx, asked);
    const { answered } = await this.given(tx, question, []);
    if (answered) throw new QuestionAnswered('it stays');
    await this.questions.remove(tx, actor, question);
  }

  private async given(tx: Tx, question: Question, options: readonly string[]): Promise<GivenAnswers> {
    await this.admission.lockEvent(tx, question.eventId);
    return findGivenAnswers(tx, question, options);
  }
}

/** Whether answers given to the one would not be answers to the other, or would be shown to more people. */
function bindsAnswers(question: Question, { kind, askedPer, sensitive }: QuestionChange): boolean {
  const becomes = { kind: kind ?? question.kind, askedPer: askedPer ?? question.askedPer };
  const opens = question.sensitive && sensitive === false;
  return becomes.kind !== question.kind || becomes.askedPer !== question.askedPer || opens;
}

function refusalOf(
  question: Question,
  change: QuestionChange,
  dropped: readonly string[],
  { answered, sealed, chosen }: GivenAnswers,
): QuestionAnswered | undefined {
  if (!answered) return undefined;
  if (bindsAnswers(question, change))
    return new QuestionAnswered('it is asked as it was, and what is sensitive stays so');
  if (dropped.length > 0 && sealed) return new QuestionAnswered('its options stay; their answers are sealed');
  return chosen ? new QuestionAnswered('the options that they chose stay') : undefined;
}
