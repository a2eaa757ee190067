import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { serverAccount, type Account } from './account.js';
import { binariesFor, type Binaries } from './binaries.js';

/** The server's own environment: none of the person's `PG…` variables and no locale but the C one. */
export const ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC' };

export interface Cluster {
  readonly folder: string;
  readonly password: string;
  readonly account: Account | undefined;
  readonly binaries: Binaries;
}

/** The cluster in `<dataDir>/cluster`, made where there is none yet. Fails in one sentence where it cannot be used. */
export function openCluster(dataDir: string, durable: boolean): Cluster {
  const folder = join(dataDir, 'cluster');
  const account = serverAccount(folder);
  const binaries = binariesFor(account);
  const passwordFile = join(dataDir, 'password');
  if (!existsSync(folder)) {
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    createCluster(dataDir, account, binaries, durable);
  }
  refuseOtherVersion(folder, binaries.major);
  if (account && statSync(folder).uid === 0) giveTo(account, folder);
  if (!existsSync(passwordFile)) throw new Error(`The password of the embedded database is gone: ${passwordFile}.`);
  return { folder, account, binaries, password: readFileSync(passwordFile, 'utf8') };
}

/**
 * How a process of the account finds a folder. Root may keep its data under folders that are closed to everybody else
 * (`/root`), so there the folder is handed over already open, as file descriptor `fd`; only Linux has a path for that.
 */
export function pathFor(account: Account | undefined, folder: string, fd: number): string {
  return account && process.platform === 'linux' ? `/proc/self/fd/${fd}` : folder;
}

/** A copy that root brought back from a backup belongs to root. */
function giveTo(account: Account, folder: string): void {
  execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, folder]);
}

/** Made beside its place and moved there when complete, so that an interrupted start leaves no half cluster. */
function createCluster(dataDir: string, account: Account | undefined, binaries: Binaries, durable: boolean): void {
  const draft = join(dataDir, 'draft');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(join(draft, 'password'), readFileSync(join(dataDir, 'password')), { mode: 0o600 });
  if (account) for (const path of [draft, join(draft, 'password')]) chownSync(path, account.uid, account.gid);
  runInitdb(draft, account, binaries, durable);
  renameSync(join(draft, 'cluster'), join(dataDir, 'cluster'));
  rmSync(draft, { recursive: true });
}

function runInitdb(draft: string, account: Account | undefined, binaries: Binaries, durable: boolean): void {
  const fd = openSync(draft, 'r');
  const path = pathFor(account, draft, 3);
  const made = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${path}/cluster`,
      `--pwfile=${path}/password`,
      '--username=gatehouse',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...account, cwd: '/', env: ENVIRONMENT, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe', fd] },
  );
  closeSync(fd);
  if (made.status === 0) return;
  const reason = made.error?.message ?? made.stderr.trim().split('\n').slice(-3).join(' ');
  throw new Error(`The embedded database could not be made: ${reason}`);
}

function refuseOtherVersion(folder: string, major: string): void {
  const version = statSync(join(folder, 'PG_VERSION'), { throwIfNoEntry: false })
    ? readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
    : undefined;
  if (version === major) return;
  throw new Error(
    version === undefined
      ? `The folder ${folder} holds no PostgreSQL cluster (PG_VERSION is missing).`
      : `The data in ${folder} belong to PostgreSQL ${version}, but this Gatehouse brings PostgreSQL ${major}: ` +
          'move them with pg_dump and pg_restore.',
  );
}
