import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../apps/standalone/src/embedded-postgres.js';

/** As people have it, durable to the disk, but with room for several processes of ours. */
const SETTINGS = { max_connections: '100' };

/** A PostgreSQL of one test file, which it may kill and start again at the same address. */
export class OwnPostgres implements AsyncDisposable {
  private constructor(
    private readonly dataDir: string,
    private running: EmbeddedPostgres,
    private readonly leave: () => Promise<void>,
  ) {}

  /** In a folder that is removed afterwards, if none is given. */
  static async start(given?: string): Promise<OwnPostgres> {
    const dataDir = given ?? (await mkdtemp(join(tmpdir(), 'gatehouse-faults-')));
    const running = await startEmbeddedPostgres({ dataDir, settings: SETTINGS });
    return new OwnPostgres(dataDir, running, async () => {
      if (!given) await rm(dataDir, { recursive: true, force: true });
    });
  }

  get url(): string {
    return this.running.url;
  }

  /** Resolves when the server has ended for whatever reason. */
  get ended(): Promise<void> {
    return this.running.ended;
  }

  /** SIGQUIT is PostgreSQL's immediate shutdown; SIGKILL of the first process leaves the others to notice. */
  async kill(signal: 'SIGQUIT' | 'SIGKILL'): Promise<void> {
    const [pid] = readFileSync(join(this.dataDir, 'cluster/postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), signal);
    await this.running.ended;
  }

  /** At the same address as before. */
  async startAgain(): Promise<void> {
    await this.running.stop();
    const port = Number(new URL(this.url).port);
    this.running = await startEmbeddedPostgres({ dataDir: this.dataDir, port, settings: SETTINGS });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.running.stop();
    await this.leave();
  }
}
