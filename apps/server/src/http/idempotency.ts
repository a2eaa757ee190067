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
import { Database, type IdempotentRequest } from '#database';
import { type InTransaction, KeyedTransaction } from '#registration';
import { bytesOf } from './body-parsers.js';
import { InvalidIdempotencyKey } from './request-errors.js';

const PRINTABLE = /^[\x20-\x7E]{1,255}$/;

/** The request's `Idempotency-Key` with what it is bound to, or undefined. Throws InvalidIdempotencyKey. */
export function idempotentRequest(request: FastifyRequest): IdempotentRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !PRINTABLE.test(key)) throw new InvalidIdempotencyKey();
  const { authorization } = request.headers;
  return {
    caller: authorization ? sha256(authorization).toString('base64url') : 'public',
    route: `${request.method} ${request.url.split('?')[0]!}`,
    key,
    bodyHash: sha256(bytesOf(request)),
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

function sha256(text: string | Buffer): Buffer {
  return createHash('sha256').update(text).digest();
}
