/** Holds an embedded PostgreSQL until SIGTERM: a Gatehouse that a test can kill. Prints its URL, or why it failed. */
import { readTypeScript } from '../support/typescript.mjs';

readTypeScript();
const { startEmbeddedPostgres } = await import('../../apps/standalone/src/embedded-postgres.ts');
try {
  const server = await startEmbeddedPostgres({ dataDir: process.argv[2], settings: { fsync: 'off' } });
  process.once('SIGTERM', () => void server.stop());
  process.stdout.write(server.url);
} catch (error) {
  process.stdout.write(error.message);
}
