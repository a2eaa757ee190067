import { rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { at, readText, root } from './paths.mjs';
import { say } from './programs.mjs';

const CLAIM = at('.preparing');
/** Longer than any install: then the number in the claim belongs to a process of some other kind. */
const LONGEST_MS = 30 * 60_000;

/** Two starts at once must not install or build over one another: the second waits. */
export async function alone(work) {
  for (let said = false; !claimed(); said = true) {
    if (!said) say('Waiting for another start of Gatehouse to finish its preparation.');
    await sleep(200);
  }
  try {
    await work();
  } finally {
    rmSync(CLAIM, { force: true });
  }
}

function claimed() {
  try {
    writeFileSync(CLAIM, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST')
      throw new Error(`The folder ${root} cannot be written (${error.code}).`, { cause: error });
    if (!isStale()) return false;
    rmSync(CLAIM, { force: true });
    return claimed();
  }
}

function isStale() {
  const age = Date.now() - (statSync(CLAIM, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const holder = Number(readText(CLAIM));
  return age > LONGEST_MS || (holder > 0 && !isAlive(holder)) || (!holder && age > 5_000);
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
