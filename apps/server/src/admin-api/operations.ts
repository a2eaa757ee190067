import {
  applyDecorators,
  Controller,
  Delete,
  Get,
  HttpCode,
  Patch,
  Post,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiHeader, ApiParam, ApiTags } from '@nestjs/swagger';
import { FILE_TYPES } from '../http/body-parsers.js';
import { VersionInterceptor } from '../http/conditional.js';
import { Describe, DescribeRead, type OperationDescription, WITH_BODY, WITH_FILE } from '../http/describe.js';
import { Idempotent } from '../http/idempotency.js';
import { KnownParametersInterceptor } from '../http/known-parameters.js';
import { Limited } from '../http/rate-limit.js';
import { TakesFile } from '../http/uploads.js';
import { AccessGuard } from './access.guard.js';
import { type Needed, Needs } from './needs.js';

export interface AdminOperation extends OperationDescription {
  readonly needs: Needed;
  /** Whether it must be had for everything, since the operation is about the house as a whole. */
  readonly everywhere?: boolean;
}

/** A controller of the admin API, under `/api/v1/admin`; `tag` groups its operations in the document. */
export function AdminController(tag: string): ClassDecorator {
  return applyDecorators(
    Controller('api/v1/admin'),
    ApiTags(`Admin: ${tag}`),
    ApiBearerAuth('key'),
    ApiCookieAuth('session'),
    UseGuards(AccessGuard),
    UseInterceptors(KnownParametersInterceptor, VersionInterceptor),
    Limited('admin'),
  );
}

/** Reads one thing or a list; answers 304 to who has it already. */
export function AdminGet(path: string, operation: AdminOperation): MethodDecorator {
  return applyDecorators(Get(path), ...common(path, operation), DescribeRead(described(path, operation, {})));
}

/** Answers server-sent events (WHATWG HTML §9.2) as long as the caller stays. */
export function AdminStream(path: string, operation: AdminOperation): MethodDecorator {
  const stream = { ...described(path, operation, {}), media: 'text/event-stream' };
  const resume = {
    name: 'Last-Event-ID',
    required: false,
    description: 'The last id that was received, to go on after it.',
  };
  return applyDecorators(Get(path), ...common(path, operation), ApiHeader(resume), Describe(stream));
}

/**
 * Reads a list as a file of one of the types that `media` names. It is made while it is sent: there is no ETag, and
 * who breaks off has no file.
 */
export function AdminFile(path: string, operation: AdminOperation): MethodDecorator {
  return applyDecorators(Get(path), ...common(path, operation), Describe(described(path, operation, {})));
}

/** Makes or does something; safe to send again with an Idempotency-Key. Its work is done in `OneTransaction`. */
export function AdminPost(path: string, operation: AdminOperation): MethodDecorator {
  return posting(path, operation, WITH_BODY);
}

/** The same, and the body is a file. */
export function AdminUpload(path: string, operation: AdminOperation): MethodDecorator {
  return applyDecorators(posting(path, operation, WITH_FILE), TakesFile(FILE_TYPES));
}

function posting(
  path: string,
  operation: AdminOperation,
  ofItsBody: Readonly<Record<number, string>>,
): MethodDecorator {
  const refusals = { ...ofItsBody, 409: 'idempotency_key_in_use', 422: 'invalid_input, idempotency_key_reused' };
  return applyDecorators(
    Post(path),
    HttpCode(operation.answers[0]),
    ...common(path, operation),
    Idempotent(),
    Describe(described(path, operation, refusals)),
  );
}

/** Changes something that the caller has seen: needs `If-Match`. */
export function AdminPatch(path: string, operation: AdminOperation): MethodDecorator {
  return applyDecorators(Patch(path), ...conditional(path, operation));
}

/** Takes something away that the caller has seen: needs `If-Match`. */
export function AdminDelete(path: string, operation: AdminOperation): MethodDecorator {
  return applyDecorators(Delete(path), HttpCode(operation.answers[0]), ...conditional(path, operation));
}

function conditional(path: string, operation: AdminOperation): MethodDecorator[] {
  const refusals = {
    ...WITH_BODY,
    409: 'idempotency_key_in_use',
    412: 'stale: it was changed since',
    422: 'invalid_input, idempotency_key_reused',
    428: 'precondition_required: If-Match is missing',
  };
  return [
    ...common(path, operation),
    Idempotent(),
    ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of what was read, or *.' }),
    Describe(described(path, operation, refusals)),
  ];
}

function common(path: string, { needs, everywhere = false }: AdminOperation): MethodDecorator[] {
  const ids = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ApiParam({ name: name!, format: 'uuid' }));
  return [Needs(needs, { everywhere }), ...ids];
}

/** With what every operation of its kind may be refused with, beside what this one names. */
function described(
  path: string,
  { needs, everywhere, summary, answers, media, description, refusals = {} }: AdminOperation,
  ofItsKind: Readonly<Record<number, string>>,
): OperationDescription {
  const always = {
    401: 'unauthorized',
    403: 'forbidden, foreign_origin: a change by cookie from another site',
    ...(path.includes(':') && { 404: 'not_found' }),
    422: 'invalid_input',
    ...ofItsKind,
  };
  const statuses = new Set([...Object.keys(always), ...Object.keys(refusals)].map(Number));
  const merged = [...statuses].map(
    (status) => [status, together(refusals[status], (always as Record<number, string>)[status])] as const,
  );
  const need =
    needs === 'none' ? 'Being known is enough.' : `Needs \`${needs}\`${everywhere ? ' for everything' : ''}.`;
  return {
    summary,
    answers,
    ...(media !== undefined && { media }),
    description: description ? `${description} ${need}` : need,
    refusals: Object.fromEntries(merged),
  };
}

/** What an operation names itself goes first, and nothing is said twice. */
function together(own: string | undefined, ofItsKind: string | undefined): string {
  const more = ofItsKind?.split(', ').filter((codes) => !own?.split(', ').includes(codes)) ?? [];
  return [...(own === undefined ? [] : [own]), ...more].join(', ');
}
