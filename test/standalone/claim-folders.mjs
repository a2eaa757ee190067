/**
 * Claims folder after folder at stated moments, together with others that do the same. Prints those it was given, says
 * when it has tried them all, and lives until its input ends: a claim counts no longer than its holder lives.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { readTypeScript } from '../support/typescript.mjs';

readTypeScript();
const { claimFolder } = await import('../../apps/standalone/src/postgres/data-folder.ts');
process.stdout.write('ready\n');
process.stdin.once('data', async (plan) => {
  for (const { folder, at } of JSON.parse(plan)) {
    await sleep(at - Date.now() - 20);
    while (Date.now() < at);
    if (isGiven(folder)) process.stdout.write(`${folder}\n`);
  }
  process.stdout.write('done\n');
});

function isGiven(folder) {
  try {
    claimFolder(folder);
    return true;
  } catch {
    return false;
  }
}
