import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Admission } from '#admission';
import { prepareDatabase, ServicesModule, type Settings } from '#composition';
import { Database } from '#database';
import { Clock, parseConfiguration } from '#kernel';
import { ProgrammeEditor } from '#programme';
import { startEmbeddedPostgres } from '../../apps/standalone/src/embedded-postgres.js';
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

  /** A built worker as users run it. */
  async worker(smtpUrl: string): Promise<Program> {
    const program = await startBuilt('worker', { DATABASE_URL: this.databaseUrl, SMTP_URL: smtpUrl });
    return this.keep(program);
  }

  async addSample(): Promise<void> {
    const of = { strict: false };
    const [editor, admission] = [this.app.get(ProgrammeEditor, of), this.app.get(Admission, of)];
    await new SampleProgramme(this.database, editor, admission, this.app.get(Clock, of)).addIfEmpty();
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
