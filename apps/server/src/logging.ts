import { LoggerModule } from 'nestjs-pino';
import type { DynamicModule } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';

interface Received extends IncomingMessage {
  readonly id: string;
  readonly originalUrl?: string;
}

/** Log lines carry the request's id and path; never a token, an address of a person or a body. */
export function logging(level: string): DynamicModule {
  return LoggerModule.forRoot({
    pinoHttp: {
      level,
      genReqId: (request) => (request as Received).id,
      serializers: {
        req: ({ id, method, url }: Received) => ({ id, method, path: withoutTokens(url ?? '') }),
        res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
      },
      customLogLevel: (_request, response, error) => {
        if (error || response.statusCode >= 500) return 'error';
        return 'info';
      },
    },
  });
}

/** `/manage/<token>/move` becomes `/manage/…/move`; queries are left out, they may hold names. */
export function withoutTokens(url: string): string {
  return url.split('?')[0]!.replace(/[\w-]{40,}/g, '…');
}
