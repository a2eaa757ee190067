import 'reflect-metadata';
import { resolve, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { orExplain, prepareDatabase, type Settings, stopOnSignal } from '#composition';
import { Database } from '#database';
import { ApiKeys, COMMAND } from '#staff';
import { createServer, listen } from '../../server/src/create-server.js';
import { readConfiguration, settingsFor } from './configuration.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { addSample } from './sample/ballots.js';
import { StandaloneModule } from './standalone.module.js';

const say = (line: string) => process.stdout.write(`${line}\n`);

let postgres: EmbeddedPostgres | undefined;
let app: NestFastifyApplication | undefined;
const stopPostgres = async () => {
  const running = postgres;
  postgres = undefined;
  await running?.stop();
};

const welcome = await orExplain(async () => {
  const configuration = readConfiguration();
  if (!configuration.DATABASE_URL) {
    say('Starting the database …');
    postgres = await startEmbeddedPostgres({ dataDir: join(resolve(configuration.DATA_DIR), 'postgres') });
  }
  try {
    const settings = settingsFor(configuration, configuration.DATABASE_URL ?? postgres!.url);
    await prepareDatabase(settings.DATABASE_URL);
    if (settings.SAMPLE === 'on') await addSample(settings);
    app = await createServer(StandaloneModule.from(settings), settings);
    stopOnSignal(app, stopPostgres);
    const text = await openDoors(app, settings);
    void postgres?.ended.then(endWithPostgres);
    return text;
  } catch (error) {
    await app?.close();
    await stopPostgres();
    throw error;
  }
});
say(welcome);

/** Without its database this process can do nothing; whoever started it can start it again. */
function endWithPostgres(): void {
  if (!postgres) return; // stopped by us
  process.stderr.write(
    'The embedded database has ended; server.log in its data folder says why. Please start again.\n',
  );
  process.exit(1);
}

async function openDoors(server: NestFastifyApplication, settings: Settings): Promise<string> {
  const address = await listen(server, settings);
  const keys = server.get(ApiKeys, { strict: false });
  if (await keys.exists()) return welcomeText(settings, address);
  const first = { name: 'first key', role: 'owner' } as const;
  const { key } = await server.get(Database).transaction((tx) => keys.create(tx, COMMAND, first));
  return welcomeText(settings, address, key);
}

function welcomeText({ PUBLIC_URL, SMTP_URL }: Settings, address: string, key?: string): string {
  const line = (what: string, where: string) => `  ${what.padEnd(12)}${where}`;
  return [
    '',
    'Gatehouse is open.',
    '',
    line('Site', PUBLIC_URL),
    line('API', `${PUBLIC_URL}/api/docs`),
    line('Mailbox', SMTP_URL ? 'none; mail goes to SMTP_URL' : `${address}/mailbox`),
    ...(key ? [line('API key', key), line('', 'for /api/v1/admin; shown this once, so keep it')] : []),
    '',
    'Ctrl-C stops it.',
  ].join('\n');
}
