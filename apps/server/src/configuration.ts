import { isIPv6 } from 'node:net';
import type { Settings } from '#composition';
import { parseConfiguration } from '#kernel';

/** The environment of a server or worker on its own, read once. Throws an Error with one sentence. */
export function readSettings(): Settings {
  const configuration = parseConfiguration(process.env);
  const { DATABASE_URL, SECRET_KEYS, HOST, PORT, PUBLIC_URL } = configuration;
  if (!DATABASE_URL)
    throw new Error('The setting DATABASE_URL is missing: name the PostgreSQL server, or use npm start.');
  if (!SECRET_KEYS) {
    throw new Error(
      'The setting SECRET_KEYS is missing: give one random key of at least 32 characters, the same for every process.',
    );
  }
  return {
    ...configuration,
    DATABASE_URL,
    SECRET_KEYS,
    PUBLIC_URL: PUBLIC_URL ?? `http://${isIPv6(HOST) ? `[${HOST}]` : HOST}:${PORT}`,
  };
}
