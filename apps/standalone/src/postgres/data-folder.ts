import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { identityOf, livePid } from './process-identity.js';

/** `owner-12`. Without a number, the one claim that earlier versions knew. */
const CLAIM = /^owner(?:-(\d+))?$/;

/**
 * Takes the folder for this process and answers how to give it back. A claim is a file that names its holder; the one with
 * the highest number counts, and only while that process lives, so that a crash leaves nothing to clean up by hand. Of
 * all who find that it counts no longer, one can make the next: no number is made twice while it is the highest, and the
 * highest is never removed.
 */
export function claimFolder(folder: string): () => void {
  makeFolder(folder);
  const draft = join(folder, `owner.${process.pid}`);
  writeFileSync(draft, identityOf(process.pid)!, { mode: 0o600 });
  try {
    for (;;) {
      const number = lastClaim(folder) + 1;
      refuseIfHeld(folder);
      const claim = join(folder, `owner-${number}`);
      if (!linked(draft, claim)) continue;
      // Who was slow may have made one that had been and gone.
      if (lastClaim(folder) === number) {
        removeUpTo(folder, number - 1);
        return () => giveBack(claim);
      }
      rmSync(claim, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The live process that holds the folder. */
export function folderOwner(folder: string): number | undefined {
  try {
    const { name } = claimsIn(folder).at(-1)!;
    return livePid(readFileSync(join(folder, name), 'utf8'));
  } catch {
    return undefined;
  }
}

function refuseIfHeld(folder: string): void {
  const holder = folderOwner(folder);
  if (holder === undefined) return;
  throw new Error(
    `Another Gatehouse (process ${holder}) is running on the data folder ${folder}. ` +
      'Stop it first, or give this one a DATA_DIR of its own.',
  );
}

/** The highest last. */
function claimsIn(folder: string): { readonly name: string; readonly number: number }[] {
  const found = readdirSync(folder).flatMap((name) => {
    const match = CLAIM.exec(name);
    return match ? [{ name, number: Number(match[1] ?? 0) }] : [];
  });
  return found.sort((one, other) => one.number - other.number);
}

function lastClaim(folder: string): number {
  return claimsIn(folder).at(-1)?.number ?? 0;
}

function removeUpTo(folder: string, last: number): void {
  for (const { name, number } of claimsIn(folder)) if (number <= last) rmSync(join(folder, name), { force: true });
}

/** The file stays, for its number; that it names nobody frees the folder. */
function giveBack(claim: string): void {
  try {
    truncateSync(claim);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // the folder may be gone as a whole
  }
}

/** Linked rather than written in place: nobody ever sees a claim that is half written. */
function linked(draft: string, claim: string): boolean {
  try {
    linkSync(draft, claim);
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
    const trial = join(folder, `owner.${process.pid}`);
    writeFileSync(trial, '', { mode: 0o600 });
    rmSync(trial);
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
