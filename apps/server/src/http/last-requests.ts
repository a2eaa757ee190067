import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/**
 * Closes the door first at a stop and answers the requests under way, while jobs and database are
 * still there. The framework's own closing comes after the jobs' end and finds nothing left to do.
 */
@Injectable()
export class LastRequests implements OnModuleDestroy {
  constructor(private readonly host: HttpAdapterHost) {}

  async onModuleDestroy(): Promise<void> {
    await this.host.httpAdapter.close();
  }
}

/** Answers given while the door closes end their connection, or it would be waited for in vain. */
export function useLastRequests(server: FastifyInstance): void {
  let closing = false;
  server.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close');
    done(null, payload);
  });
}
