import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { orExplain, prepareDatabase, ServicesModule, type Settings, stopOnSignal } from '#composition';
import { readSettings } from '../../server/src/configuration.js';
import { logging } from '../../server/src/logging.js';

@Module({})
class Main {
  static from(settings: Settings): DynamicModule {
    return { module: Main, imports: [logging(settings.LOG_LEVEL), ServicesModule.from(settings, { works: true })] };
  }
}

await orExplain(async () => {
  const settings = readSettings();
  if (!settings.SMTP_URL)
    throw new Error('The setting SMTP_URL is missing: name the mail server that the worker sends through.');
  await prepareDatabase(settings.DATABASE_URL);
  const app = await NestFactory.createApplicationContext(Main.from(settings), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  stopOnSignal(app);
});
process.stdout.write('The worker is at work.\n');
