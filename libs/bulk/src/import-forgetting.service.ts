import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#database';
import { Jobs } from '#jobs';
import { Clock } from '#kernel';
import { forgetImports } from './imports.queries.js';

/** Forgets files that nobody has run within their hour. */
@Injectable()
export class ImportForgetting implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('import.forget', 1, () => this.forgetDue());
    this.jobs.repeat('import.forget', '*/10 * * * *');
  }

  async forgetDue(): Promise<void> {
    await forgetImports(this.database.reader, this.clock.now());
  }
}
