import 'reflect-metadata';
import { resolve, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { orExplain, prepareDatabase, ServicesModule, type Settings } from '#composition';
import { EmailAddress } from '#contracts';
import { Database } from '#database';
import { Clock, KeyRotation } from '#kernel';
import { ApiKeys, COMMAND, Invitations, isRole, ROLES } from '#staff';
import { readConfiguration, settingsFor } from './configuration.js';
import { joinEmbeddedPostgres } from './embedded-postgres.js';
import { Invariants } from './check/invariants.js';
import { addSample } from './sample/ballots.js';

const USAGE = `Usage:
  npm run gatehouse -- migrate
  npm run gatehouse -- sample
  npm run gatehouse -- owner <email>
  npm run gatehouse -- key create --name <name> --role <${ROLES.join('|')}> [--days <number>]
  npm run gatehouse -- keys rotate
  npm run gatehouse -- check`;

@Module({})
class CommandModule {
  static from(services: DynamicModule): DynamicModule {
    return { module: CommandModule, imports: [services], providers: [Invariants] };
  }
}

const DAY_MS = 24 * 60 * 60_000;

type Command = (app: INestApplicationContext, settings: Settings) => Promise<string>;

const printed = await orExplain(() => withDatabase(commandOf(process.argv.slice(2))));
process.stdout.write(`${printed}\n`);
process.exit();

/** Throws an Error with the usage if there is no such command. */
function commandOf(args: string[]): Command {
  const [verb, object] = args;
  if (verb === 'migrate') return () => Promise.resolve('The database is up to date.');
  if (verb === 'sample') return sample;
  if (verb === 'check') return check;
  if (verb === 'owner' && object) return inviteOwner(object);
  if (verb === 'keys' && object === 'rotate') return rotateKeys;
  if (verb === 'key' && object === 'create') return createKey(args.slice(2));
  throw new Error(USAGE);
}

/** The link is for the person who reads it here; no mail is sent. */
function inviteOwner(email: string): Command {
  if (!EmailAddress.safeParse(email).success) throw new Error(`“${email}” is no e-mail address.`);
  return (app) => {
    const invitations = app.get(Invitations, { strict: false });
    return app.get(Database).transaction((tx) => invitations.owner(tx, email));
  };
}

function createKey(args: string[]): Command {
  const { name, role, days } = keyOptions(args);
  if (!name || !role || !isRole(role)) throw new Error(USAGE);
  if (days !== undefined && !/^[1-9]\d{0,4}$/.test(days)) throw new Error('--days is a whole number of days.');
  return async (app) => {
    const now = app.get(Clock, { strict: false }).now().getTime();
    const expiresAt = days === undefined ? undefined : new Date(now + Number(days) * DAY_MS).toISOString();
    const keys = app.get(ApiKeys, { strict: false });
    const made = await app.get(Database).transaction((tx) => keys.create(tx, COMMAND, { name, role, expiresAt }));
    return made.key;
  };
}

function keyOptions(args: string[]) {
  const option = { type: 'string' } as const;
  try {
    return parseArgs({ args, options: { name: option, role: option, days: option } }).values;
  } catch {
    throw new Error(USAGE);
  }
}

async function sample(_: INestApplicationContext, settings: Settings): Promise<string> {
  const added = await addSample(settings);
  return added ? 'The sample programme is there.' : 'There are events or venues already; nothing was added.';
}

/** Beside running servers; may be broken off and run again. */
async function rotateKeys(app: INestApplicationContext): Promise<string> {
  const parts = await app.get(KeyRotation, { strict: false }).run();
  const counts = parts.map(({ what, count }) => `${what} ${count}`).join(', ');
  const failures = parts.flatMap(({ what, failure }) => (failure ? [`${what}: ${failure.message}`] : []));
  if (failures.length > 0)
    throw new Error([`Not everything could be sealed anew. Done: ${counts}.`, ...failures].join('\n'));
  return `Sealed anew with the first of SECRET_KEYS: ${counts}.`;
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
    const answer = await command(app, settings);
    await app.close();
    return answer;
  } finally {
    await postgres?.stop();
  }
}
