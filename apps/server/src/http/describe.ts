import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { Problem } from '#contracts';
import { FILE_TYPES } from './body-parsers.js';

export interface OperationDescription {
  readonly summary: string;
  readonly description?: string;
  /** Status and shape of the good answer; no shape means no body, or a text that `description` explains. */
  readonly answers: readonly [status: number, description: string, shape?: z.ZodType, example?: unknown];
  /** Of the good answer, where that is no JSON: one, or one of several. */
  readonly media?: string | readonly string[];
  /** What it may be refused with: a status and its codes. */
  readonly refusals?: Readonly<Record<number, string>>;
}

const ALWAYS: Readonly<Record<number, string>> = {
  400: 'malformed_json, malformed_url, invalid_idempotency_key, bad_request: the request could not be read',
  429: 'too_many_requests; see Retry-After',
  500: 'internal_error',
  503: 'unavailable, outcome_unknown; see Retry-After',
};

/** What an operation with a body may be refused with. */
export const WITH_BODY: Readonly<Record<number, string>> = {
  413: 'body_too_large: a body is at most 64 KiB',
  415: 'unsupported_media_type: JSON in UTF-8, not compressed',
};

/** What an operation may be refused with whose body is a file. */
export const WITH_FILE: Readonly<Record<number, string>> = {
  413: 'body_too_large: a file is at most 5 MiB',
  415: `unsupported_media_type: ${FILE_TYPES.join(' or ')}, not compressed`,
  503: 'busy: four files of one caller come in at once, or eight in all, unavailable, outcome_unknown; see Retry-After',
};

/** A read that answers 304 to who has its ETag already. */
export function DescribeRead(description: OperationDescription): MethodDecorator {
  return applyDecorators(
    Describe(description),
    ApiHeader({ name: 'If-None-Match', required: false, description: 'The ETag of the answer that is there already.' }),
    ApiResponse({ status: 304, description: 'Nothing has changed since' }),
  );
}

/** Writes an operation into the OpenAPI document: every status that it can answer with, and an example. */
export function Describe(operation: OperationDescription): MethodDecorator {
  const { summary, description, answers, media, refusals = {} } = operation;
  const [status, told, shape, example] = answers;
  return applyDecorators(
    ApiOperation({ summary, ...(description && { description }) }),
    ApiResponse({
      status,
      description: told,
      ...(shape && { standardSchema: shape }),
      ...(example !== undefined && !media && { example }),
      ...(media && { content: contentOf([media].flat(), example) }),
    }),
    ...Object.entries({ ...ALWAYS, ...refusals }).map(([refused, codes]) =>
      ApiResponse({ status: Number(refused), description: codes, standardSchema: Problem }),
    ),
  );
}

function contentOf(types: readonly string[], example: unknown) {
  return Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' }, example }]));
}
