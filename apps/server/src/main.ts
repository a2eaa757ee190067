import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { orExplain, prepareDatabase, ServicesModule, type Settings, stopOnSignal } from '#composition';
import { readSettings } from './configuration.js';
import { createServer, listen } from './create-server.js';
import { logging } from './logging.js';
import { ServerModule } from './server.module.js';

@Module({})
class Main {
  static from(settings: Settings): DynamicModule {
    const services = ServicesModule.from(settings, { works: false });
    return { module: Main, imports: [logging(settings.LOG_LEVEL), ServerModule.from(settings, services)] };
  }
}

const address = await orExplain(async () => {
  const settings = readSettings();
  await prepareDatabase(settings.DATABASE_URL);
  const app = await createServer(Main.from(settings), settings);
  stopOnSignal(app);
  return listen(app, settings);
});
process.stdout.write(`The server listens at ${address}.\n`);
