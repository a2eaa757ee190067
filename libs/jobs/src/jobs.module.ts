import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Jobs, type JobsOptions } from './jobs.js';
import { QueueLengths } from './queue-lengths.service.js';

@Global()
@Module({})
export class JobsModule {
  static at(options: JobsOptions): DynamicModule {
    return {
      module: JobsModule,
      providers: [{ provide: Jobs, useFactory: () => new Jobs(options) }, QueueLengths],
      exports: [Jobs, QueueLengths],
    };
  }
}
