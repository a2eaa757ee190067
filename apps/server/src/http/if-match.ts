import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Expected } from '#kernel';
import { PreconditionRequired } from './request-errors.js';

/**
 * The versions that the caller has seen, from `If-Match` (RFC 9110 §13.1.1): the number with which our ETags begin.
 * What follows it tells apart what is not a matter of versions, such as how many places are taken; a change does
 * not depend on that. Weak tags and tags that are not ours match nothing. Throws PreconditionRequired.
 */
export function expectedBy({ headers: { 'if-match': header } }: FastifyRequest): Expected {
  if (header === undefined) throw new PreconditionRequired();
  if (header.trim() === '*') return 'any';
  return header.split(',').flatMap((tag) => {
    const version = /^"(\d{1,9})\.[\w-]+"$/.exec(tag.trim())?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext) =>
  expectedBy(context.switchToHttp().getRequest<FastifyRequest>()),
);
