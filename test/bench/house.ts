import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { prepareDatabase, ServicesModule, type Settings } from '#composition';
import { Database } from '#database';
import { parseConfiguration } from '#kernel';
import { startEmbeddedPostgres } from '../../apps/standalone/src/embedded-postgres.js';
import { ProgrammeMaker } from '../support/programme.js';
import { type Program, SETTINGS, startProgram } from '../support/program.js';

/** What a measurement runs on: a PostgreSQL with the settings that users get, and servers as they need them. */
export class House implements AsyncDisposable {
  private readonly programs: Program[] = [];

  private constructor(
    readonly databaseUrl: string,
    readonly database: Database,
    readonly make: ProgrammeMaker,
    private readonly leave: () => Promise<void>,
  ) {}

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
    const database = app.get(Database, { strict: false });
    return new House(postgres.url, database, new ProgrammeMaker(app, database), async () => {
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
    this.programs.push(program);
    return program;
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

  async [Symbol.asyncDispose](): Promise<void> {
    for (const program of this.programs) await program.stop();
    await this.leave();
  }
}
