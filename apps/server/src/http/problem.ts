import { HttpException } from '@nestjs/common';
import type { Problem } from '#contracts';
import { DomainError } from '#kernel';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timed out',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid input',
  428: 'Precondition required',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Internal error',
  503: 'Busy',
};

const CODES: Readonly<Record<number, string>> = {
  404: 'not_found',
  413: 'body_too_large',
  415: 'unsupported_media_type',
};

/** What a refusal, an error of the framework or a bug tells the caller (RFC 9457). Bugs tell nothing. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof DomainError) {
    return document(error.status, error.code, error.message, requestId, error.data);
  }
  const status = error instanceof HttpException ? error.getStatus() : 500;
  if (status >= 500) {
    const detail =
      'Something went wrong on our side. Please try again with the same Idempotency-Key, or tell us the request id.';
    return document(status, status === 503 ? 'unavailable' : 'internal_error', detail, requestId);
  }
  const code = CODES[status] ?? 'bad_request';
  return document(status, code, DETAILS[code] ?? 'This request could not be read.', requestId);
}

const DETAILS: Readonly<Record<string, string>> = {
  not_found: 'There is nothing at this address.',
  body_too_large: 'A body is at most 64 KiB here, and a file 5 MiB.',
  unsupported_media_type: 'Please send the body as application/json.',
};

function document(
  status: number,
  code: string,
  detail: string,
  requestId: string,
  data: Readonly<Record<string, unknown>> = {},
): Problem {
  return { type: 'about:blank', title: TITLES[status] ?? 'Refused', status, detail, code, requestId, ...data };
}
