import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
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
    PUBLIC_URL: PUBLIC_URL ?? `http://${hostInUrl(HOST)}:${PORT}`,
    SECRET_KEYS: SECRET_KEYS ?? [ownSecretKey(DATA_DIR)],
  };
}

/** Where a browser on this machine finds a server that listens there (RFC 3986 §3.2.2 for IPv6). */
function hostInUrl(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host)) return 'localhost';
  return isIPv6(host) ? `[${host}]` : host;
}

const SHORTEST_KEY = 32;

/**
 * Made at the first start and kept: with another key every link that was mailed would be dead. It
 * is there whole or not at all, whatever happens meanwhile, and the first of several starts wins.
 */
function ownSecretKey(dataDir: string): string {
  const folder = resolve(dataDir);
  makeFolder(folder);
  const file = join(folder, 'secret-key');
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
    if (!existsSync(file)) renameSync(draft, file);
    rmSync(draft, { force: true });
  }
  const key = readFileSync(file, 'utf8').trim();
  if (key.length < SHORTEST_KEY) {
    throw new Error(
      `The secret key in ${file} is damaged: restore it from a backup, or delete it and every mailed link with it.`,
    );
  }
  return key;
}
