import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Settings } from '#composition';
import { type Configuration, parseConfiguration } from '#kernel';
import { makeFolder } from './postgres/data-folder.js';

/** The environment of this process, read once. Throws an Error with one sentence about what is wrong. */
export function readConfiguration(): Configuration {
  const configuration = parseConfiguration(process.env);
  // A person looks at this terminal: it shows where to go, not every request.
  return process.env['LOG_LEVEL'] ? configuration : { ...configuration, LOG_LEVEL: 'warn' };
}

/** Decides what the environment leaves open on one machine. */
export function settingsFor(configuration: Configuration, databaseUrl: string): Settings {
  const { HOST, PORT, PUBLIC_URL, SECRET_KEYS, DATA_DIR } = configuration;
  return {
    ...configuration,
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: PUBLIC_URL ?? `http://${HOST === '127.0.0.1' || HOST === '0.0.0.0' ? 'localhost' : HOST}:${PORT}`,
    SECRET_KEYS: SECRET_KEYS ?? [ownSecretKey(DATA_DIR)],
  };
}

/** Made at the first start and kept: with another key every link that was mailed would be dead. */
function ownSecretKey(dataDir: string): string {
  const folder = resolve(dataDir);
  makeFolder(folder);
  const file = join(folder, 'secret-key');
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
