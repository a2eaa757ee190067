import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { prepareDatabase, ServicesModule, type Settings, Startup } from '#composition';
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

const startup = new Startup((sentence) => process.stderr.write(`${sentence}\n`), process.exit);
const address = await startup.attempt(async () => {
  const settings = readSettings();
  await prepareDatabase(settings.DATABASE_URL);
  const app = await createServer(Main.from(settings), settings);
  startup.stopOnSignal(app);
  return listen(app, settings);
});
if (address) process.stdout.write(`The server listens at ${address}.\n`);
