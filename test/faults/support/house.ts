import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Program, startBuilt } from '../../support/program.js';
import { Rows } from '../../support/rows.js';
import { OwnPostgres } from './own-postgres.js';
import { Post } from './post.js';
import { Wire } from './wire.js';

const DAY = 24 * 60 * 60_000;

export interface Wishes {
  readonly environment?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly node?: readonly string[];
}

/** One database, one mail server and the processes of ours that a test starts between them, each of which may be hurt. */
export class House implements AsyncDisposable {
  private readonly started: Program[] = [];
  private readonly killed = new Set<Program>();

  private constructor(
    readonly postgres: OwnPostgres,
    readonly post: Post,
    /** The way of our processes to the database, and to the mail server. */
    readonly wires: { readonly database: Wire; readonly mail: Wire },
    private readonly dataDir: string,
  ) {}

  /** The folder of the database is the test's own, if it is given. */
  static async open(databaseDir?: string): Promise<House> {
    const [postgres, post, dataDir] = await Promise.all([
      OwnPostgres.start(databaseDir),
      Post.open(),
      mkdtemp(join(tmpdir(), 'gatehouse-house-')),
    ]);
    const { hostname: host, port } = new URL(postgres.url);
    const wires = { database: await Wire.to({ host, port: Number(port) }), mail: await Wire.to(post.address) };
    // The COMMIT goes out with the statements before it: hung up at their answers, PostgreSQL would roll back.
    wires.database.answers = (bytes) => bytes.includes('COMMIT\0') || bytes.includes('ROLLBACK\0');
    return new House(postgres, post, wires, dataDir);
  }

  /** With two servers and a worker. */
  static async inService(): Promise<House> {
    const house = await House.open();
    await Promise.all([house.server(), house.server(), house.worker()]);
    return house;
  }

  /** Answers the server; its address is what it `said`. */
  server(wishes: Wishes = {}): Promise<Program> {
    return this.start('server', wishes);
  }

  worker(wishes: Wishes = {}): Promise<Program> {
    return this.start('worker', wishes);
  }

  /** SIGKILL. */
  async kill(program: Program): Promise<void> {
    this.killed.add(program);
    await program.kill();
  }

  /** Those that no test has killed. */
  get survivors(): Program[] {
    return this.started.filter((program) => !this.killed.has(program));
  }

  /** Survivors that have an address. */
  get servers(): string[] {
    return this.survivors.map(({ said }) => said).filter((said) => said.startsWith('http'));
  }

  get databaseUrl(): string {
    return this.postgres.url;
  }

  /** Does something on a connection of its own, past the wire. */
  async withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.postgres.url });
    client.on('error', () => {}); // the database may be killed under it
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  query<T extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return this.withClient(async (client) => (await client.query<T>(text, [...values])).rows);
  }

  /** Opens a session in a month with that many public places; answers its id. */
  session(capacity: number, event: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const startsAt = new Date(Math.ceil(Date.now() / DAY) * DAY + 30 * DAY);
    const endsAt = new Date(startsAt.getTime() + 60 * 60_000);
    const admission = { admission_opens_at: startsAt, admission_closes_at: endsAt };
    return this.withClient(async (client) => {
      const rows = new Rows(client);
      const open = { registration_opens_at: '2026-01-01T00:00:00Z', ...event };
      const eventId = await rows.event(await rows.venue(10_000), open);
      const times = { starts_at: startsAt, ends_at: endsAt, ...admission };
      const session = await rows.session(eventId, { capacity, ...times });
      await rows.pool(eventId, session, { places: capacity });
      return session;
    });
  }

  /**
   * Lets the pauses between two tries pass: what waits for its time is due now. The house's own clocks stay as they
   * are; this is the one thing that a test does by hand and that time would do otherwise.
   */
  async passPauses(): Promise<void> {
    await this.query(`UPDATE messages SET next_try_at = now() WHERE next_try_at > now()`);
    await this.query(`UPDATE pgboss.job SET start_after = now() WHERE name = 'notice.send' AND start_after > now()`);
  }

  private async start(name: 'server' | 'worker', { environment = {}, node }: Wishes): Promise<Program> {
    const given = {
      DATABASE_URL: this.wires.database.instead(this.postgres.url),
      SMTP_URL: `smtp://127.0.0.1:${this.wires.mail.port}`,
      DATA_DIR: this.dataDir,
      LOG_LEVEL: 'error',
      ...environment,
    };
    const program = await startBuilt(name, given, node);
    this.started.push(program);
    return program;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.started.map((program) => program.kill()));
    await Promise.all([this.wires.database[Symbol.asyncDispose](), this.wires.mail[Symbol.asyncDispose]()]);
    await this.post[Symbol.asyncDispose]();
    await this.postgres[Symbol.asyncDispose]();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
