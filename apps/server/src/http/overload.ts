import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Busy } from '#kernel';
import { errorPage } from '../pages/refusals/error-page.js';
import { bytesOf } from './body-parsers.js';
import { placeOf } from './place-of.js';
import { refuse } from './problem.filter.js';
import { RequestQueue } from './request-queue.js';
import { carrySafety, type SafetyOptions } from './safety.js';

/** What one process takes on. docs/under-load.md tells operators the same. */
const LIMITS = {
  // What each costs in memory ends here; one more is closed at once.
  connections: 20_000,
  // Two full batches of the group commit: one is settled while the other gathers.
  underWay: 512,
  waiting: 20_000,
  waitingBytes: 64 * 1024 * 1024,
  expectedWait: 1500,
  longestWait: 8000,
};

/** Whoever watches over the process must hear from it most of all when there is too much to do. */
const NEVER_WAITS = /^\/(health|metrics)(\/|$)/;

/** What an operator may know of it. */
export interface Load {
  readonly underWay: number;
  readonly waiting: number;
  /** Requests refused since the start. */
  readonly refused: number;
}

/**
 * Refuses early what cannot be answered in a few seconds. Must be the first hook: a refusal runs no other, reads no
 * body and writes no line in the log, so that it costs a small part of what it spares. Requests wait with their
 * bodies read, since a slow sender in the line would hold up those behind it.
 *
 * Not `@fastify/under-pressure`: it refuses everybody as long as the event loop was late at the last look, which
 * turns away a crowd that could be served and lets everybody in again after it.
 */
export function useOverload(server: FastifyInstance, safety: SafetyOptions): Load {
  const queue = new RequestQueue(LIMITS);
  server.server.maxConnections = LIMITS.connections;
  const inside = new WeakSet<FastifyRequest>();
  const refusals = new Refusals(safety);
  server.addHook('onRequest', (request, reply, done) => {
    if (queue.isTooLong && !neverWaits(request)) refusals.answer(request, reply);
    else done();
  });
  server.addHook('preValidation', (request, reply, done) => {
    if (neverWaits(request)) return done();
    queue.join({
      bytes: bytesOf(request).length,
      // Nothing was done yet for who has gone, and they may send the same again.
      isGone: () => request.raw.socket.destroyed,
      enter: () => {
        inside.add(request);
        done();
      },
      refuse: () => refusals.answer(request, reply),
    });
  });
  // The work is done, whether or not its answer is ever read; a connection that broke does not end the work.
  server.addHook('onSend', (request, _reply, payload, done) => {
    if (inside.delete(request)) queue.leave();
    done(null, payload);
  });
  server.addHook('onClose', (_server, done) => {
    queue.close();
    refusals.close();
    done();
  });
  return {
    get underWay() {
      return queue.underWay;
    },
    get waiting() {
      return queue.waiting;
    },
    get refused() {
      return refusals.count;
    },
  };
}

function neverWaits(request: FastifyRequest): boolean {
  return NEVER_WAITS.test(placeOf(request));
}

const SAY_AGAIN_MS = 10_000;

/** The answers to who is refused, and one line in the log for many of them. */
class Refusals {
  count = 0;
  private told = 0;
  private readonly log = new Logger('Overload');
  private readonly timer = setInterval(() => this.tell(), SAY_AGAIN_MS).unref();

  constructor(private readonly safety: SafetyOptions) {}

  answer(request: FastifyRequest, reply: FastifyReply): void {
    this.count++;
    carrySafety(request, reply, this.safety);
    refuse(new Busy(), request, reply, busyPage);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private tell(): void {
    if (this.count > this.told) this.log.warn(`${this.count - this.told} requests were refused: too many at once.`);
    this.told = this.count;
  }
}

const pages = new Map<number, string>();

/** Drawn once for each number of seconds: drawing it costs more than all the rest of a refusal. */
function busyPage(busy: Busy): string {
  const page = pages.get(busy.retryAfter) ?? errorPage(busy);
  pages.set(busy.retryAfter, page);
  return page;
}
