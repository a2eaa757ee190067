import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PinoLogger } from 'nestjs-pino';
import { ServicesModule, type Settings } from '#composition';
import { Database } from '#database';
import { parseConfiguration } from '#kernel';
import type { NewApiKey, Role } from '#contracts';
import { ApiKeys, COMMAND } from '#staff';
import { createServer } from '../../apps/server/src/create-server.js';
import { logging } from '../../apps/server/src/logging.js';
import { ServerModule } from '../../apps/server/src/server.module.js';
import { Invariants } from '../../apps/standalone/src/check/invariants.js';
import { SAMPLE } from '../../apps/standalone/src/sample/sample.js';
import { mustBeDocumented } from './documented.js';
import { MailSink } from './mail-sink.js';
import { freshDatabase } from './postgres.js';
import { ProgrammeMaker } from './programme.js';
import { TestClock } from './test-clock.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; any shape, since tests say what they expect. */
  readonly body: Record<string, never> & { readonly [key: string]: never };
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

@Module({})
class TestModule {
  static from({ settings, clock }: House, works: boolean): DynamicModule {
    const services = ServicesModule.from(settings, { works, clock });
    const imports = [logging('silent', LOG), ServerModule.from(settings, services), services];
    return { module: TestModule, imports, providers: [Invariants, ...SAMPLE] };
  }
}

/** What the servers of one test share. */
interface House {
  readonly settings: Settings;
  readonly clock: TestClock;
  readonly mail: MailSink;
}

/** All servers of a process share the first one's logger: it is silent but while a test reads it. */
const LOG = { write: (line: string) => readLine(line) };
let readLine = (_line: string) => {};

/** How one of them runs; port 0 is any free one. */
interface Way {
  readonly works: boolean;
  readonly port: number;
}

/** The real server and worker in one process, over HTTP, with a database and an SMTP server of its own. */
export class TestApp implements AsyncDisposable {
  readonly clock: TestClock;
  readonly mail: MailSink;
  readonly database: Database;
  readonly make: ProgrammeMaker;

  private constructor(
    readonly nest: NestFastifyApplication,
    readonly url: string,
    private readonly house: House,
    private readonly leave: () => Promise<void>,
  ) {
    this.clock = house.clock;
    this.mail = house.mail;
    this.database = nest.get(Database, { strict: false });
    this.make = new ProgrammeMaker(nest, this.database);
  }

  /** Jobs run by themselves, unless `works` is false: then nothing happens that the test does not do. */
  static async start(
    environment: Record<string, string> = {},
    { works = true, port = 0 }: Partial<Way> = {},
  ): Promise<TestApp> {
    const store = await freshDatabase();
    const mail = new MailSink();
    const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-e2e-'));
    const secretKey = 'a test key of thirty-two characters';
    const given = {
      DATABASE_URL: store.url,
      PUBLIC_URL: 'http://events.example.org',
      SMTP_URL: await mail.open(),
      MAIL_FROM: 'BMA House events <events@example.org>',
      DATA_DIR: dataDir,
      RATE_LIMITS: 'off',
      ...environment,
    };
    const settings = { ...parseConfiguration(given), ...given, SECRET_KEYS: [secretKey] } as Settings;
    return TestApp.open({ settings, clock: new TestClock(), mail }, { works, port }, async () => {
      await mail.close();
      await store.drop();
      await rm(dataDir, { recursive: true, force: true });
    });
  }

  /** One more server on the same database, with connections and group commits of its own; it does no jobs unless told. */
  beside(change: Partial<Settings> = {}, { works = false } = {}): Promise<TestApp> {
    const house = { ...this.house, settings: { ...this.house.settings, ...change } };
    return TestApp.open(house, { works, port: 0 }, async () => {});
  }

  private static async open(house: House, { works, port }: Way, after: () => Promise<void>): Promise<TestApp> {
    const nest = await createServer(TestModule.from(house, works), house.settings);
    await nest.listen(port, '127.0.0.1');
    return new TestApp(nest, await nest.getUrl(), house, async () => {
      await nest.close();
      await after();
    });
  }

  async call(method: string, path: string, { body, headers = {} }: CallOptions = {}): Promise<Answer> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(this.url + path, {
      method,
      headers: { ...json, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await textOf(response);
    const parsedBody = parsed(text);
    mustBeDocumented(method, path, response.status, response.ok ? undefined : parsedBody['code']);
    return { status: response.status, headers: response.headers, text, body: parsedBody };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('GET', path, { headers });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('POST', path, { body, headers });
  }

  /** Takes places by the public API. */
  register(sessionId: string, person: Partial<Person> = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const { name, email, ...rest } = { ...nextPerson(), ...person };
    const body = { sessionId, contact: { name, email }, partySize: 1, ...rest };
    return this.post('/api/v1/registrations', body, headers);
  }

  /** What a caller of the admin API sends: with the key of a role, or with one made as wished. */
  async key(wish: Role | Omit<NewApiKey, 'name'> = 'owner'): Promise<Record<string, string>> {
    const wished = { name: 'test', ...(typeof wish === 'string' ? { role: wish } : wish) };
    const keys = this.nest.get(ApiKeys, { strict: false });
    const { key } = await this.database.transaction((tx) => keys.create(tx, COMMAND, wished));
    return { authorization: `Bearer ${key}` };
  }

  get databaseUrl(): string {
    return this.house.settings.DATABASE_URL;
  }

  /** The log lines from now on, as they come, until the app has gone. */
  log(): readonly string[] {
    const lines: string[] = [];
    readLine = (line) => lines.push(line);
    PinoLogger.root.level = 'info';
    return lines;
  }

  /** One of the app's services, to call it without HTTP. */
  service<T>(type: Type<T>): T {
    return this.nest.get(type, { strict: false });
  }

  /** Sentences about what does not add up in the database. */
  faults(): Promise<string[]> {
    return this.nest.get(Invariants).faults();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
    PinoLogger.root.level = 'silent';
  }
}

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly partySize: number;
  readonly [more: string]: unknown;
}

let people = 0;

/** Somebody new each time. */
export function nextPerson(): Pick<Person, 'name' | 'email'> {
  people++;
  return { name: `Visitor ${people}`, email: `visitor-${people}@example.org` };
}

/** What a holder of the manage link sends with each call. */
export function managing(receipt: { readonly manageUrl?: unknown }): Record<string, string> {
  return { authorization: `Manage ${String(receipt.manageUrl).split('/').at(-1)}` };
}

/** A stream has no end: who wants to watch it uses `Watcher`. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  await response.body?.cancel();
  return '';
}

function parsed(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return {};
  }
}
