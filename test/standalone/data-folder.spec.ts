import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const CLAIMER = join(import.meta.dirname, 'claim-folders.mjs');
const ROUNDS = 6;

it('gives a folder that a crash left to exactly one of those who ask at the same moment', async () => {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-claims-'));
  const folders = Array.from({ length: ROUNDS }, (_, round) => join(home, `${round}`));
  for (const folder of folders) leftBehind(folder);
  const claimers = [1, 2, 3, 4].map(() => spawn(process.execPath, [CLAIMER], { stdio: ['pipe', 'pipe', 'inherit'] }));
  await Promise.all(claimers.map(({ stdout }) => once(stdout, 'data')));
  const start = Date.now() + 300;
  const plan = folders.map((folder, round) => ({ folder, at: start + round * 300 }));
  for (const { stdin } of claimers) stdin.write(JSON.stringify(plan));
  const given = await Promise.all(claimers.map(({ stdout }) => text(stdout)));
  expect(given.join('').trim().split('\n').sort()).toEqual(folders);
  rmSync(home, { recursive: true });
});

function leftBehind(folder: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, 'owner'), 'an-earlier-boot:1:1');
}
