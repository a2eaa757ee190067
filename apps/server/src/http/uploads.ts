import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Busy } from '#kernel';

/** Files that come in at once: whoever sends one has not shown a key yet, and each may be of 5 MiB. */
const AT_ONCE = 8;

/** The body of the operation is a file, of a size and types of its own. */
export function TakesFile(types: readonly string[]): MethodDecorator {
  return applyDecorators(
    RouteConfig({ takesFile: true }),
    ApiConsumes(...types),
    ApiBody({ required: true, schema: { type: 'string', format: 'binary' } }),
  );
}

export function takesFile(request: FastifyRequest): boolean {
  return (request.routeOptions.config as { readonly takesFile?: boolean }).takesFile === true;
}

/** Bounds the memory that files take which are on their way. Before the body is read. */
export function useUploads(server: FastifyInstance): void {
  let coming = 0;
  server.addHook('onRequest', (request, reply, done) => {
    if (request.is404 || !takesFile(request)) return done();
    if (coming >= AT_ONCE) return done(new Busy());
    coming++;
    reply.raw.once('close', () => coming--);
    done();
  });
}
