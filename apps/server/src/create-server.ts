import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Logger } from 'nestjs-pino';
import { newId } from '#kernel';
import type { Settings } from '#composition';
import { Metrics } from './health/metrics.js';
import { AllowedMethods } from './http/allowed-methods.js';
import { useBodyParsers } from './http/body-parsers.js';
import { useConditionalRequests } from './http/conditional.js';
import { refuseAddress, refuseBytes } from './http/early-refusals.js';
import { useLastRequests } from './http/last-requests.js';
import { useOverload } from './http/overload.js';
import { RateLimitGuard } from './http/rate-limit.js';
import { Recognition } from './http/recognition.js';
import { useSafety } from './http/safety.js';
import { LiveStreams } from './live/live-streams.service.js';
import { useUploads } from './http/uploads.js';
import { serveOpenApi } from './openapi.js';

const BODY_BYTES = 64 * 1024;
const HEADER_BYTES = 16 * 1024;
/** Connections that may wait to be accepted; the system's own limit is less. Who finds no room there tries again seconds later. */
const BACKLOG = 65_535;

/** Builds the HTTP server around a module; it does not listen yet. */
export async function createServer(module: DynamicModule, settings: Settings): Promise<NestFastifyApplication> {
  const safety = { https: settings.PUBLIC_URL.startsWith('https:') };
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES,
    trustProxy: settings.TRUSTED_PROXIES.length > 0 ? settings.TRUSTED_PROXIES : false,
    genReqId: () => newId(),
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // Slow senders are cut off; a body of 64 KiB does not need longer, a file of 5 MiB seldom.
    requestTimeout: 20_000,
    keepAliveTimeout: 30_000,
    // So is who does not read an answer: within twice this, since Node grants one more turn to what has begun. More
    // than the request may take, so that a slow sender is still told.
    connectionTimeout: 22_000,
    // Node looks for slow senders every 30 seconds only, if it is not told otherwise.
    http: { headersTimeout: 10_000, maxHeaderSize: HEADER_BYTES, connectionsCheckingInterval: 1000 },
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: refuseAddress(safety),
    clientErrorHandler: refuseBytes,
  });
  const server = adapter.getInstance<FastifyInstance>();
  const load = useOverload(server, safety);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.get(AllowedMethods).watch(server);
  app.get(Metrics).watch(server, load);
  useSafety(server, safety);
  useUploads(server, app.get(Recognition), app.get(RateLimitGuard));
  useBodyParsers(server);
  useConditionalRequests(server);
  useLastRequests(server);
  app.get(LiveStreams).endWith(server);
  serveOpenApi(app);
  return app;
}

const REASONS: Readonly<Record<string, (settings: Settings) => string>> = {
  EADDRINUSE: ({ PORT }) => `Port ${PORT} is in use: stop the other program or set PORT to another number.`,
  EACCES: ({ PORT }) => `Port ${PORT} may not be used by this user: set PORT to a number above 1023.`,
  EADDRNOTAVAIL: ({ HOST }) => `The address ${HOST} is not one of this machine: correct HOST.`,
  ENOTFOUND: ({ HOST }) => `The name ${HOST} has no address: correct HOST.`,
};

/**
 * Answers the address it listens at. Throws an Error with one sentence if the port cannot be had.
 * Not the framework's own `listen`, which logs the failure before it throws.
 */
export async function listen(app: NestFastifyApplication, settings: Settings): Promise<string> {
  await app.init();
  try {
    const { PORT: port, HOST: host } = settings;
    return await app.getHttpAdapter().getInstance().listen({ port, host, backlog: BACKLOG });
  } catch (error) {
    const reason = REASONS[(error as { code?: string }).code ?? ''];
    throw reason ? new Error(reason(settings), { cause: error }) : error;
  }
}
