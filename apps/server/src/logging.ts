import { LoggerModule } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import { type DynamicModule, RequestMethod } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { logContext } from '#kernel';

interface Received extends IncomingMessage {
  readonly id: string;
  readonly originalUrl?: string;
}

/** Log lines carry the id and path of the request, or the id of the job, in which they were written; never a token, an address of a person or a body. */
export function logging(level: string, stream?: DestinationStream): DynamicModule {
  return LoggerModule.forRoot({
    // Its own pattern matches nothing here, and no request would be logged or named.
    forRoutes: [{ path: '*splat', method: RequestMethod.ALL }],
    pinoHttp: {
      level,
      ...(stream && { stream }),
      mixin: () => logContext.getStore() ?? {},
      genReqId: (request) => (request as Received).id,
      // Ours get things as they are; wrapped, an error would come as something that is none.
      wrapSerializers: false,
      serializers: {
        req: ({ id, method, originalUrl, url }: Received) => ({
          id,
          method,
          path: withoutTokens(originalUrl ?? url ?? ''),
        }),
        err: plainError,
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

const MESSAGE_LENGTH = 300;

/**
 * What a log may say of an error. The database's errors carry the parameters of the statement, and
 * others what they choked on: names, addresses, tokens. Only what says where and why is kept.
 */
export function plainError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint } = ((error as { driverError?: object }).driverError ?? error) as Record<string, unknown>;
  return {
    type: error.name,
    message: withoutPeople(error.message),
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .join('\n'),
  };
}

/** Quoted values, mail addresses and tokens are what a message may hold of a person. */
function withoutPeople(message: string): string {
  return message
    .slice(0, MESSAGE_LENGTH)
    .replace(/[\w-]{40,}/g, '…')
    .replace(/\S+@\S+/g, '…')
    .replace(/"[^"]*"/g, (quoted) => (/^"[a-z_]+"$/.test(quoted) ? quoted : '"…"'));
}
