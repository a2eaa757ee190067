import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

const versions = new WeakMap<FastifyRequest, number>();

/** Remembers the version of a thing that is answered, so that its ETag begins with it. */
@Injectable()
export class VersionInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      map((answer: unknown) => {
        const version = (answer as { readonly version?: unknown } | undefined)?.version;
        if (typeof version === 'number') versions.set(request, version);
        return answer;
      }),
    );
  }
}

/**
 * Gives every text that a GET answers a strong ETag over its bytes, and 304 to who has it already
 * (RFC 9110 §8.8.3, §13.1.2). Runs for HEAD too. What has a version carries it in front, after a
 * write as well, for `If-Match`.
 */
export function useConditionalRequests(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    if (typeof payload !== 'string') return done(null, payload);
    const readable = (request.method === 'GET' || request.method === 'HEAD') && reply.statusCode === 200;
    const version = reply.statusCode < 300 ? versions.get(request) : undefined;
    if (!readable) {
      if (version !== undefined) reply.header('etag', tagOf(payload, version));
      return done(null, payload);
    }
    return done(null, answered(request, reply, payload, version));
  });
}

function answered(request: FastifyRequest, reply: FastifyReply, text: string, version: number | undefined): string {
  const etag = (reply.getHeader('etag') as string | undefined) ?? tagOf(text, version);
  reply.header('etag', etag);
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache');
  if (!matches(request.headers['if-none-match'], etag)) return text;
  reply.status(304).removeHeader('content-length').removeHeader('content-type');
  return '';
}

function tagOf(text: string, version?: number): string {
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 27);
  return version === undefined ? `"${hash}"` : `"${version}.${hash}"`;
}

/** Weak comparison, lists and `*`. */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag);
}
