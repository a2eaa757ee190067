import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOutage, KeptRefusal, OutcomeUnknown, Unavailable } from '#database';
import { DomainError } from '#kernel';
import { LinkNotValid } from '#registration';
import { type ErrorContext, errorPage } from '../pages/refusals/error-page.js';
import { Metrics } from '../health/metrics.js';
import { AllowedMethods } from './allowed-methods.js';
import { placeOf } from './place-of.js';
import { problemOf } from './problem.js';
import { MethodNotAllowed, Unauthorized } from './request-errors.js';

/** Turns every error into problem+json, or into a page where a person looks at it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Request');

  constructor(
    private readonly methods: AllowedMethods,
    private readonly metrics: Metrics,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = this.sharpened(thrown, request);
    const ours = thrown instanceof OutcomeUnknown ? thrown.cause : thrown;
    if (!(ours instanceof DomainError) && problemOf(error, request.id).status >= 500) {
      this.log.error({ requestId: request.id, err: ours }, 'A request failed.');
    }
    this.metrics.refused(problemOf(error, request.id).code);
    if (!reply.sent) refuse(error, request, reply);
  }

  /** A database in trouble is no bug; an address that answers to other methods is not "not found". */
  private sharpened(error: unknown, request: FastifyRequest): unknown {
    if (isOutage(error)) return new Unavailable();
    if (!(error instanceof HttpException) || error.getStatus() !== 404) return error;
    const allowed = this.methods.at(request.url);
    return allowed.length > 0 && !allowed.includes(request.method) ? new MethodNotAllowed(allowed) : error;
  }
}

/** Answers with the error: a problem document to programs, a page to people. */
export function refuse<E>(error: E, request: FastifyRequest, reply: FastifyReply, page: Page<E> = errorPage): void {
  const problem = problemOf(error, error instanceof KeptRefusal ? error.requestId : request.id);
  reply.status(problem.status).headers(headersOf(error)).header('cache-control', 'no-store');
  if (isForPeople(request)) {
    void reply.type('text/html; charset=utf-8').send(page(error, { requestId: problem.requestId }));
  } else {
    void reply.type('application/problem+json').send(JSON.stringify(problem));
  }
}

type Page<E> = (error: E, context: ErrorContext) => string;

const FOR_PROGRAMS = /^\/(api|health|metrics|calendar)(\/|$)/;

function isForPeople(request: FastifyRequest): boolean {
  return !FOR_PROGRAMS.test(placeOf(request));
}

function headersOf(error: unknown): Record<string, string> {
  return {
    ...(error instanceof DomainError && error.retryAfter !== undefined && { 'retry-after': `${error.retryAfter}` }),
    ...(error instanceof MethodNotAllowed && { allow: error.allow.join(', ') }),
    ...(error instanceof Unauthorized && { 'www-authenticate': error.scheme }),
    ...(error instanceof LinkNotValid && { 'www-authenticate': 'Manage' }),
    ...(error instanceof KeptRefusal && { 'idempotency-replayed': 'true' }),
  };
}
