/** Claims folder after folder at stated moments, together with others that do the same. Prints those it was given. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readTypeScript } from '../support/typescript.mjs';

readTypeScript();
const { claimFolder } = await import('../../apps/standalone/src/postgres/data-folder.ts');
process.stdout.write('ready\n');
process.stdin.once('data', async (plan) => {
  for (const { folder, at } of JSON.parse(plan)) {
    await sleep(at - Date.now() - 20);
    while (Date.now() < at);
    await claimFolder(folder).then(
      () => process.stdout.write(`${folder}\n`),
      () => undefined,
    );
  }
  await sleep(500);
  process.exit();
});
