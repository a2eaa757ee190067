import 'reflect-metadata';
import { resolve, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { orExplain, prepareDatabase, ServicesModule } from '#composition';
import { ApiKeys, isRole, ROLES } from '#staff';
import { readConfiguration, settingsFor } from './configuration.js';
import { joinEmbeddedPostgres } from './embedded-postgres.js';
import { Invariants } from './check/invariants.js';
import { SampleProgramme } from './sample/sample.js';

const USAGE = `Usage:
  npm run gatehouse -- migrate
  npm run gatehouse -- sample
  npm run gatehouse -- key create --name <name> --role <${ROLES.join('|')}> [--days <number>]
  npm run gatehouse -- check`;

@Module({})
class CommandModule {
  static from(services: DynamicModule): DynamicModule {
    return { module: CommandModule, imports: [services], providers: [SampleProgramme, Invariants] };
  }
}

type Command = (app: INestApplicationContext) => Promise<string>;

const printed = await orExplain(() => withDatabase(commandOf(process.argv.slice(2))));
process.stdout.write(`${printed}\n`);
process.exit();

/** Throws an Error with the usage if there is no such command. */
function commandOf(args: string[]): Command {
  const [verb, object] = args;
  if (verb === 'migrate') return () => Promise.resolve('The database is up to date.');
  if (verb === 'sample') return addSample;
  if (verb === 'check') return check;
  if (verb === 'key' && object === 'create') return createKey(args.slice(2));
  throw new Error(USAGE);
}

function createKey(args: string[]): Command {
  const { name, role, days } = keyOptions(args);
  if (!name || !role || !isRole(role)) throw new Error(USAGE);
  if (days !== undefined && !/^[1-9]\d{0,4}$/.test(days)) throw new Error('--days is a whole number of days.');
  const validDays = days === undefined ? undefined : Number(days);
  return (app) => app.get(ApiKeys, { strict: false }).create({ name, role, validDays });
}

function keyOptions(args: string[]) {
  const option = { type: 'string' } as const;
  try {
    return parseArgs({ args, options: { name: option, role: option, days: option } }).values;
  } catch {
    throw new Error(USAGE);
  }
}

async function addSample(app: INestApplicationContext): Promise<string> {
  const added = await app.get(SampleProgramme).addIfEmpty();
  return added ? 'The sample programme is there.' : 'There are events or venues already; nothing was added.';
}

async function check(app: INestApplicationContext): Promise<string> {
  const faults = await app.get(Invariants).faults();
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return 'Everything adds up.';
}

async function withDatabase(command: Command): Promise<string> {
  const configuration = readConfiguration();
  const dataDir = join(resolve(configuration.DATA_DIR), 'postgres');
  const postgres = configuration.DATABASE_URL ? undefined : await joinEmbeddedPostgres({ dataDir });
  try {
    const settings = settingsFor(configuration, configuration.DATABASE_URL ?? postgres!.url);
    await prepareDatabase(settings.DATABASE_URL);
    const module = CommandModule.from(ServicesModule.from(settings, { works: false }));
    const app = await NestFactory.createApplicationContext(module, { logger: ['error'], abortOnError: false });
    const answer = await command(app);
    await app.close();
    return answer;
  } finally {
    await postgres?.stop();
  }
}
