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
import { useSafety } from './http/safety.js';
import { serveOpenApi } from './openapi.js';

const BODY_BYTES = 64 * 1024;
const HEADER_BYTES = 16 * 1024;

/** Builds the HTTP server around a module; it does not listen yet. */
export async function createServer(module: DynamicModule, settings: Settings): Promise<NestFastifyApplication> {
  const safety = { https: settings.PUBLIC_URL.startsWith('https:') };
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES,
    trustProxy: settings.TRUSTED_PROXIES.length > 0 ? settings.TRUSTED_PROXIES : false,
    genReqId: () => newId(),
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // Slow senders are cut off; a body of 64 KiB does not need longer.
    requestTimeout: 20_000,
    keepAliveTimeout: 30_000,
    http: { headersTimeout: 10_000, maxHeaderSize: HEADER_BYTES },
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: refuseAddress(safety),
    clientErrorHandler: refuseBytes,
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  const server = adapter.getInstance<FastifyInstance>();
  app.get(AllowedMethods).watch(server);
  app.get(Metrics).watch(server);
  useSafety(server, safety);
  useBodyParsers(server);
  useConditionalRequests(server);
  useLastRequests(server);
  serveOpenApi(app);
  return app;
}

/** Throws an Error with one sentence if the port cannot be had. Answers the address it listens at. */
export async function listen(app: NestFastifyApplication, { HOST, PORT }: Settings): Promise<string> {
  try {
    await app.listen(PORT, HOST);
    return (await app.getUrl()).replace('[::1]', 'localhost');
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE')
      throw new Error(`Port ${PORT} is in use: stop the other program or set PORT to another number.`);
    if (code === 'EACCES')
      throw new Error(`Port ${PORT} may not be used by this user: set PORT to a number above 1023.`);
    if (code === 'EADDRNOTAVAIL') throw new Error(`The address ${HOST} is not one of this machine: correct HOST.`);
    throw error;
  }
}
