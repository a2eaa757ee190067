import { Body, Param, Query } from '@nestjs/common';
import { AdminQuestion, AdminQuestionPage, NewQuestion, QuestionChange, QuestionsQuery } from '#contracts';
import type { InTransaction } from '#database';
import { Questions } from '#programme';
import { QuestionEditing } from '#registration';
import type { Asked as AskedFor, Caller as AdminCaller, Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, Caller, Reach } from './access.guard.js';
import { AdminController, AdminDelete, AdminGet, AdminPatch, AdminPost } from './operations.js';

@AdminController('questions')
export class QuestionsController {
  constructor(
    private readonly questions: Questions,
    private readonly editing: QuestionEditing,
  ) {}

  @AdminGet('questions', {
    needs: 'programme:read',
    summary: 'Lists what events ask',
    answers: [200, 'A page of questions by their events, in the order in which they are asked', AdminQuestionPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: QuestionsQuery }) query: QuestionsQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof AdminQuestionPage>> {
    return this.questions.list(query, reach);
  }

  @AdminGet('questions/:id', {
    needs: 'programme:read',
    summary: 'Reads one question',
    answers: [200, 'The question', AdminQuestion],
  })
  one(@Param('id') id: string, @Reach() reach: EventReach): Promise<AdminQuestion> {
    return this.questions.one(id, reach);
  }

  @AdminPost('questions', {
    needs: 'programme:write',
    summary: 'Makes a question of an event',
    answers: [201, 'The question', AdminQuestion],
    refusals: { 404: 'not_found: there is no such event' },
  })
  make(
    @Body({ schema: NewQuestion }) body: NewQuestion,
    @Caller() caller: AdminCaller,
    @Reach() reach: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminQuestion> {
    return run((tx) => this.questions.add(tx, caller, body, reach));
  }

  @AdminPatch('questions/:id', {
    needs: 'programme:write',
    summary: 'Changes a question, or its place among the others',
    description: 'What is left out stays as it is, and so does what answers that were given depend on.',
    answers: [200, 'The question as it is now', AdminQuestion],
    refusals: { 409: 'question_answered' },
  })
  change(
    @Asked() asked: AskedFor,
    @Body({ schema: QuestionChange }) body: QuestionChange,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminQuestion> {
    return run((tx) => this.editing.change(tx, caller, asked, body));
  }

  @AdminDelete('questions/:id', {
    needs: 'programme:write',
    summary: 'Takes away a question that nobody has answered',
    answers: [204, 'It is gone'],
    refusals: { 409: 'question_answered' },
  })
  remove(@Asked() asked: AskedFor, @Caller() caller: AdminCaller, @OneTransaction() run: InTransaction): Promise<void> {
    return run((tx) => this.editing.remove(tx, caller, asked));
  }
}
