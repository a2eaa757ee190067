/** Measures a build of this checkout: `npm run bench -- [part …] [--json]`. What it says meanwhile goes to standard error. */
import { at } from '../../apps/standalone/paths.mjs';
import { prepare } from '../../apps/standalone/prepare.mjs';
import { runNode, say } from '../../apps/standalone/programs.mjs';

try {
  await prepare({ built: true });
  process.exitCode = await runNode([at('test/bench/main.mjs'), ...process.argv.slice(2)]);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
