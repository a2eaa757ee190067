import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, livePid } from './process-identity.js';

/** Long enough for everyone who saw the same stale claim to have written theirs. */
const SETTLING_MS = 100;

/**
 * Takes the folder for this process and answers how to give it back. The claim is a file that names its holder, and
 * counts only while that process lives, so that a crash leaves nothing to clean up by hand.
 */
export async function claimFolder(folder: string): Promise<() => void> {
  makeFolder(folder);
  const claim = join(folder, 'owner');
  const mine = identityOf(process.pid)!;
  const draft = `${claim}.${process.pid}`;
  for (;;) {
    writeFileSync(draft, mine, { mode: 0o600 });
    if (linked(draft, claim)) return () => rmSync(claim, { force: true });
    const holder = folderOwner(folder);
    if (holder !== undefined) {
      rmSync(draft, { force: true });
      throw new Error(
        `Another Gatehouse (process ${holder}) is running on the data folder ${folder}. ` +
          'Stop it first, or give this one a DATA_DIR of its own.',
      );
    }
    renameSync(draft, claim);
    await sleep(SETTLING_MS);
    if (readFileSync(claim, 'utf8') === mine) return () => rmSync(claim, { force: true });
  }
}

/** The live process that holds the folder. */
export function folderOwner(folder: string): number | undefined {
  try {
    return livePid(readFileSync(join(folder, 'owner'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Linked rather than written in place: nobody ever sees a claim that is half written. */
function linked(draft: string, claim: string): boolean {
  try {
    linkSync(draft, claim);
    rmSync(draft);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Makes the folder and those above it, and sees that it can be written. Throws an Error with one sentence. */
export function makeFolder(folder: string): void {
  try {
    makeStepByStep(folder);
    writeFileSync(join(folder, `owner.${process.pid}`), '', { mode: 0o600 });
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new Error(`The data folder ${folder} cannot be written (${code}). Set DATA_DIR to a folder that can.`, {
      cause: error,
    });
  }
}

/** Not `recursive`: that never returns where the system says ENOENT for a folder whose parent is there (/proc). */
function makeStepByStep(folder: string): void {
  if (existsSync(folder)) return;
  makeStepByStep(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
