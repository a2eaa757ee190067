/**
 * `npm start` and its relatives: prepares the checkout, then runs one program of it on the pinned Node.
 *
 *     node apps/standalone/start.mjs [server | worker | gatehouse] [arguments]
 *     node apps/standalone/start.mjs install | build      only prepares
 */
import { at } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { runNode, say } from './programs.mjs';

const PROGRAMS = {
  server: 'apps/server/src/main.js',
  worker: 'apps/worker/src/main.js',
  gatehouse: 'apps/standalone/src/gatehouse.js',
};
const PREPARATIONS = ['install', 'build'];
const EVERYTHING = 'apps/standalone/src/main.js';
/** Else React would be the one for development, which takes more than ten times as long to render a page or a mail. */
const ENVIRONMENT = { NODE_ENV: 'production', ...process.env };

const [name, ...rest] = process.argv.slice(2);
const program = PROGRAMS[name] ?? EVERYTHING;
try {
  await prepare({ built: name !== 'install' });
  if (!PREPARATIONS.includes(name)) {
    const args = ['--enable-source-maps', at('dist', program), ...(PROGRAMS[name] ? rest : [])];
    process.exitCode = await runNode(args, ENVIRONMENT);
  }
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
