import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Busy } from '#kernel';
import type { Caller } from '#staff';
import type { RateLimitGuard } from './rate-limit.js';
import type { Recognition } from './recognition.js';
import { UnknownCaller } from './request-errors.js';

/** Files that come in at once, each of up to 5 MiB, and from one caller. docs/under-load.md tells operators the same. */
const COMING = { all: 8, ofOne: 4 };
/** Senders looked up at once, and at one address: they are in no line yet, and must not take the database from who is. */
const LOOKED_UP = { all: 64, ofOne: 16 };

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

/**
 * Bounds the memory that files take which are on their way. Before the body is read, and only for who is known: a
 * place may be held for as long as a slow sender is waited for.
 */
export function useUploads(server: FastifyInstance, recognition: Recognition, limits: RateLimitGuard): void {
  const uploads = new Uploads(recognition, limits);
  server.addHook('onRequest', (request, reply, done) => {
    if (request.is404 || !takesFile(request)) return done();
    uploads.admit(request, reply).then(() => done(), done);
  });
}

class Uploads {
  private readonly senders = new Places(LOOKED_UP);
  private readonly files = new Places(COMING);

  constructor(
    private readonly recognition: Recognition,
    private readonly limits: RateLimitGuard,
  ) {}

  /** Throws TooManyRequests, UnknownCaller or Busy. */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { kind, id } = await this.lookUp(request, reply);
    // Who hung up meanwhile would never leave.
    if (request.raw.socket.destroyed) throw new Busy();
    const leave = this.files.take(`${kind} ${id}`);
    reply.raw.once('close', leave);
  }

  /** Files are for the admin API only, so that its limit is the one to count. */
  private async lookUp(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    const leave = this.senders.take(request.ip);
    try {
      await this.limits.count('admin', request, reply);
      const caller = await this.recognition.of(request);
      if (!caller) throw new UnknownCaller();
      return caller;
    } finally {
      // When the file is there, it is asked who may still do what.
      this.recognition.forget(request);
      leave();
    }
  }
}

/** A few at once, and fewer for one holder, so that nobody holds all of them. */
class Places {
  private readonly held = new Set<{ readonly by: string }>();

  constructor(private readonly limit: { readonly all: number; readonly ofOne: number }) {}

  /** Answers how to leave it. Throws Busy. */
  take(by: string): () => void {
    const own = [...this.held].filter((one) => one.by === by).length;
    if (this.held.size >= this.limit.all || own >= this.limit.ofOne) throw new Busy();
    const place = { by };
    this.held.add(place);
    return () => this.held.delete(place);
  }
}
