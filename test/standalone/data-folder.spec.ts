import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { claimFolder, folderOwner, makeFolder } from '../../apps/standalone/src/postgres/data-folder.js';

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
  const given = await Promise.all(claimers.map(({ stdout }) => untilDone(stdout)));
  expect(given.flat().sort()).toEqual(folders);
  for (const folder of folders) expect(readdirSync(folder)).toEqual(['owner-1']);
  for (const { stdin } of claimers) stdin.end();
  rmSync(home, { recursive: true });
});

it('gives a folder away again that was given back, and never the same claim twice', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-claim-'));
  claimFolder(folder)();
  expect(folderOwner(folder)).toBeUndefined();
  const giveBack = claimFolder(folder);
  expect(folderOwner(folder)).toBe(process.pid);
  expect(() => claimFolder(folder)).toThrow(`process ${process.pid}`);
  expect(readdirSync(folder)).toEqual(['owner-2']);
  rmSync(folder, { recursive: true });
  giveBack();
});

it('is not given a folder by a claim that was made and removed meanwhile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-claim-'));
  const early = claimFolder(folder);
  early();
  claimFolder(folder);
  // The first is gone, and whoever still believed that it is next could make it once more.
  writeFileSync(join(folder, 'owner-1'), '');
  expect(folderOwner(folder)).toBe(process.pid);
  expect(() => claimFolder(folder)).toThrow(`process ${process.pid}`);
  rmSync(folder, { recursive: true });
});

it('is tried before it is used, and nothing stays of that', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-claim-'));
  makeFolder(join(folder, 'within'));
  expect(readdirSync(join(folder, 'within'))).toEqual([]);
  rmSync(folder, { recursive: true });
});

/** The folders that a claimer was given. */
async function untilDone(stdout: Readable): Promise<string[]> {
  let said = '';
  stdout.on('data', (more) => (said += String(more)));
  while (!said.endsWith('done\n')) await once(stdout, 'data');
  return said.trim().split('\n').slice(0, -1);
}

function leftBehind(folder: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, 'owner'), 'an-earlier-boot:1:1');
}
