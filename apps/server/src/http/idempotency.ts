import { createHash } from 'node:crypto';
import {
  applyDecorators,
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { Database, type IdempotentRequest, type InTransaction, KeyedTransaction } from '#database';
import { bytesOf } from './body-parsers.js';
import { callerOf } from './caller.js';
import { queryOf } from './place-of.js';
import { InvalidIdempotencyKey } from './request-errors.js';

const PRINTABLE = /^[\x20-\x7E]{1,255}$/;

/** The request's `Idempotency-Key` with what it is bound to, or undefined. Throws InvalidIdempotencyKey. */
export function idempotentRequest(request: FastifyRequest): IdempotentRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !PRINTABLE.test(key)) throw new InvalidIdempotencyKey();
  const [path] = request.url.split('?', 1);
  const query = queryOf(request);
  return {
    caller: nameOf(request),
    route: `${request.method} ${path!}`,
    key,
    // What is asked for stands in the query too, where the body is a file.
    bodyHash: sha256(query === '' ? bytesOf(request) : Buffer.concat([bytesOf(request), Buffer.from(`?${query}`)])),
  };
}

/** For operations that take the key along and claim it themselves. */
export const IdempotentCall = createParamDecorator((_: unknown, context: ExecutionContext) =>
  idempotentRequest(context.switchToHttp().getRequest<FastifyRequest>()),
);

const KEY_HEADER = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: '1 to 255 printable characters. The same request with the same key gets the same answer for 24 hours.',
});

export const TakesIdempotencyKey = (): MethodDecorator => KEY_HEADER;

/** The same request with the same key gets the first answer; the operation does its work in `OneTransaction`. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(UseInterceptors(IdempotencyInterceptor), KEY_HEADER);
}

const transactions = new WeakMap<FastifyRequest, InTransaction>();

/** The transaction of an `Idempotent` operation, which claims the key and keeps the answer as well. */
export const OneTransaction = createParamDecorator((_: unknown, context: ExecutionContext) =>
  transactions.get(context.switchToHttp().getRequest<FastifyRequest>()),
);

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly database: Database,
    private readonly keyed: KeyedTransaction,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const idempotency = idempotentRequest(request);
    transactions.set(request, async (work) => {
      if (!idempotency) return this.database.transaction(work);
      const { answer, replayed } = await this.keyed.once({ idempotency, requestId: request.id }, work);
      if (replayed) reply.header('idempotency-replayed', 'true');
      return answer;
    });
    return next.handle();
  }
}

/** Whose key it is: a member of the team, however they have signed in, or whoever has these credentials. */
function nameOf(request: FastifyRequest): string {
  const caller = callerOf(request);
  if (caller) return `${caller.kind} ${caller.id}`;
  const { authorization } = request.headers;
  return authorization ? sha256(authorization).toString('base64url') : 'public';
}

function sha256(text: string | Buffer): Buffer {
  return createHash('sha256').update(text).digest();
}
