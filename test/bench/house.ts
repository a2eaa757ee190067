import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Admission, PoolNames } from '#admission';
import { prepareDatabase, ServicesModule, type Settings } from '#composition';
import { Database } from '#database';
import { Deputies, GuestList, InvitationAnswers, InvitationSending } from '#invitation';
import { Clock, parseConfiguration } from '#kernel';
import { ProgrammeEditor, Session } from '#programme';
import { Rescheduling } from '#registration';
import { ApiKeys, COMMAND, Reach } from '#staff';
import { startEmbeddedPostgres } from '../../apps/standalone/src/embedded-postgres.js';
import { SampleGuests } from '../../apps/standalone/src/sample/sample-guests.service.js';
import { SampleProgramme } from '../../apps/standalone/src/sample/sample.js';
import { ProgrammeMaker } from '../support/programme.js';
import { type Program, SETTINGS, startBuilt, startProgram } from '../support/program.js';
import { endsWithUs } from './ends-with-us.js';

/** What a measurement runs on: a PostgreSQL with the settings that users get, and servers as they need them. */
export class House implements AsyncDisposable {
  private readonly programs: Program[] = [];

  readonly database: Database;
  readonly make: ProgrammeMaker;

  private constructor(
    readonly databaseUrl: string,
    private readonly app: INestApplicationContext,
    private readonly leave: () => Promise<void>,
  ) {
    this.database = app.get(Database, { strict: false });
    this.make = new ProgrammeMaker(app, this.database);
  }

  static async open(): Promise<House> {
    const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
    const postgres = await startEmbeddedPostgres({ dataDir });
    await prepareDatabase(postgres.url);
    const given = { ...SETTINGS, DATABASE_URL: postgres.url };
    const settings = {
      ...parseConfiguration(given),
      ...given,
      SECRET_KEYS: [SETTINGS.SECRET_KEYS],
    } as unknown as Settings;
    const services = ServicesModule.from(settings, { works: false });
    const app = await NestFactory.createApplicationContext(services, { logger: false });
    return new House(postgres.url, app, async () => {
      await app.close();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
  }

  /** A built server as users run it, but without rate limits, and with the controls beside its own endpoints. */
  async server(environment: Record<string, string> = {}): Promise<Program> {
    const program = await startProgram('test/bench/server-with-controls.mjs', {
      environment: { ...SETTINGS, LOG_LEVEL: 'info', DATABASE_URL: this.databaseUrl, ...environment },
      ready: /listens at (\S+)\.\s/,
      node: ['--enable-source-maps'],
    });
    return this.keep(program);
  }

  /** A built worker as users run it; `node` are options of Node itself. */
  async worker(smtpUrl: string, more: Record<string, string> = {}, node: readonly string[] = []): Promise<Program> {
    const program = await startBuilt('worker', { DATABASE_URL: this.databaseUrl, SMTP_URL: smtpUrl, ...more }, node);
    return this.keep(program);
  }

  async addSample(): Promise<void> {
    const of = { strict: false };
    const [editor, admission] = [this.app.get(ProgrammeEditor, of), this.app.get(Admission, of)];
    const get = <T>(type: Type<T>): T => this.app.get(type, of);
    const answering = [get(InvitationAnswers), get(Deputies), get(InvitationSending)] as const;
    const guests = new SampleGuests(get(PoolNames), get(GuestList), ...answering);
    await new SampleProgramme(this.database, editor, admission, guests, get(Clock)).addIfEmpty();
  }

  /** What a member of the team sends who may do everything. */
  async ownerHeaders(): Promise<Record<string, string>> {
    const keys = this.app.get(ApiKeys, { strict: false });
    const { key } = await this.database.transaction((tx) => keys.create(tx, COMMAND, { name: 'bench', role: 'owner' }));
    return { authorization: `Bearer ${key}` };
  }

  /** Sessions of one event with that many places each, in a venue that holds them. */
  async sessions(count: number, places: number): Promise<string[]> {
    const event = await this.make.event({ venue: { safeNumber: count * places } });
    const made: string[] = [];
    for (let number = 0; number < count; number++) {
      made.push((await this.make.session(event, { capacity: places })).id);
    }
    return made;
  }

  /** One of the services, to call it without HTTP. */
  service<T>(type: Type<T>): T {
    return this.app.get(type, { strict: false });
  }

  async eventOf(sessionId: string): Promise<string> {
    return (await this.database.reader.findOneByOrFail(Session, { id: sessionId })).eventId;
  }

  /** An hour later; everybody who has places in it is told. */
  async reschedule(sessionId: string): Promise<void> {
    const [rescheduling, reach] = [this.app.get(Rescheduling, { strict: false }), new Reach(null)];
    await this.database.transaction(async (tx) => {
      const { startsAt, endsAt } = await tx.findOneByOrFail(Session, { id: sessionId });
      const [from, to] = [startsAt, endsAt].map((at) => new Date(at.getTime() + 3_600_000).toISOString());
      const wish = { startsAt: from!, endsAt: to!, reason: 'The gate is closed until noon.' };
      await rescheduling.reschedule(tx, COMMAND, { id: sessionId, reach, expected: 'any' }, wish);
    });
  }

  private keep(program: Program): Program {
    endsWithUs(program.process);
    this.programs.push(program);
    return program;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const program of this.programs) await program.stop();
    await this.leave();
  }
}
