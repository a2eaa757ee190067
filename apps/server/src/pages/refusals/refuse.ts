import type { FastifyReply } from 'fastify';
import { DomainError, type InputFault } from '#kernel';
import { NoCompanionPlace, NoWheelchairSpace } from '#registration';
import type { FormBody } from '../forms/form-body.js';
import { atPeople } from '../forms/space-fields.js';
import { type ErrorContext, errorPage } from './error-page.js';

/** Answers a refusal with its page; a bug goes on to the filter, which logs it. */
export function refuse(reply: FastifyReply, error: unknown, context: ErrorContext): string {
  if (!(error instanceof DomainError)) throw error;
  reply.status(error.status);
  if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter));
  return errorPage(error, context);
}

/** What a refusal says is wrong with the form, field by field; undefined for refusals of another kind. */
export function formFaultsOf(error: unknown, values: FormBody = {}): readonly InputFault[] | undefined {
  if (error instanceof NoWheelchairSpace || error instanceof NoCompanionPlace) {
    return atPeople([{ pointer: '/spaces', code: error.code, detail: error.message }], values);
  }
  if (!(error instanceof DomainError) || error.status !== 422) return undefined;
  const { errors } = error.data;
  return Array.isArray(errors) ? atPeople(errors as readonly InputFault[], values) : undefined;
}
