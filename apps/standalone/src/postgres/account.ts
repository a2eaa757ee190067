import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root: then this is the account it runs under, else undefined. An existing cluster keeps
 * its owner, whichever accounts the machine has gained since.
 */
export function serverAccount(cluster: string): Account | undefined {
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (process.getuid?.() !== 0) {
    if (owner && process.getuid && owner.uid !== process.getuid()) {
      throw new Error(
        `The embedded database in ${cluster} belongs to another user (${owner.uid}). Start as that user.`,
      );
    }
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return accountNamed('postgres') ?? accountNamed('gatehouse') ?? createdAccount() ?? nobody();
}

function accountNamed(name: string): Account | undefined {
  const uid = asked('id', ['-u', name]);
  const gid = asked('id', ['-g', name]);
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function createdAccount(): Account | undefined {
  const made = asked('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir=/nonexistent',
    '--shell=/usr/sbin/nologin',
    'gatehouse',
  ]);
  return made === undefined ? undefined : accountNamed('gatehouse');
}

function nobody(): Account {
  const account = accountNamed('nobody');
  if (account) return account;
  throw new Error('PostgreSQL does not run as root and this machine has no other account. Start as an ordinary user.');
}

/** What the command prints, or undefined where it fails. */
function asked(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
