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
import { firstValueFrom, from, type Observable } from 'rxjs';
import { IdempotencyKeys, type IdempotentRequest, type KeptAnswer } from '#database';
import { DomainError } from '#kernel';
import { KeptRefusal, keep, type KeptRefusalBody } from '#registration';
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

/** For operations that claim the key in their own transaction. */
export const IdempotentCall = createParamDecorator((_: unknown, context: ExecutionContext) =>
  idempotentRequest(context.switchToHttp().getRequest<FastifyRequest>()),
);

const KEY_HEADER = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: '1 to 255 printable characters. The same request with the same key gets the same answer for 24 hours.',
});

export const TakesIdempotencyKey = (): MethodDecorator => KEY_HEADER;

/** The same request with the same key gets the first answer; for operations that may safely run twice. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(UseInterceptors(IdempotencyInterceptor), KEY_HEADER);
}

type KeptBody = { readonly body: unknown } | { readonly refusal: KeptRefusalBody };

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly keys: IdempotencyKeys) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = idempotentRequest(request);
    return key ? from(this.once(key, request.id, reply, next)) : next.handle();
  }

  private async once(key: IdempotentRequest, requestId: string, reply: FastifyReply, next: CallHandler) {
    const claim = await this.keys.claimAlone(key);
    if (claim instanceof DomainError) throw claim;
    if (claim !== 'claimed') return replay(claim, reply);
    try {
      const body: unknown = await firstValueFrom(next.handle(), { defaultValue: undefined });
      await this.keys.completeAlone(key, { status: reply.statusCode, body: { body } satisfies KeptBody });
      return body;
    } catch (error) {
      if (error instanceof DomainError && error.status < 500 && error.status !== 429) {
        const refusal = keep(error, requestId);
        await this.keys.completeAlone(key, { status: error.status, body: { refusal } satisfies KeptBody });
      } else {
        await this.keys.release(key);
      }
      throw error;
    }
  }
}

function replay(answer: KeptAnswer, reply: FastifyReply): unknown {
  const kept = answer.body as KeptBody;
  if ('refusal' in kept) throw new KeptRefusal(kept.refusal);
  reply.status(answer.status).header('idempotency-replayed', 'true');
  return kept.body;
}

function sha256(text: string | Buffer): Buffer {
  return createHash('sha256').update(text).digest();
}
