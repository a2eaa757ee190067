import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DefaultNamingStrategy } from 'typeorm';
import { CONNECTION } from './connection.js';
import { Database } from './database.js';
import { IdempotencyKeys } from './idempotency-keys.js';
import { KeyedTransaction } from './keyed-transaction.service.js';

/** `startsAt` in TypeScript is `starts_at` in SQL. */
class SnakeNames extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

export interface DatabaseOptions {
  readonly url: string;
  readonly connections: number;
}

@Global()
@Module({})
export class DatabaseModule {
  static at(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: options.url,
          poolSize: options.connections,
          autoLoadEntities: true,
          namingStrategy: new SnakeNames(),
          synchronize: false,
          // A database that went away and comes back is met by the next query, not by a restart.
          retryAttempts: 3,
          retryDelay: 1000,
          applicationName: 'gatehouse',
          connectTimeoutMS: 10_000,
          extra: CONNECTION,
        }),
      ],
      providers: [Database, IdempotencyKeys, KeyedTransaction],
      exports: [Database, IdempotencyKeys, KeyedTransaction],
    };
  }
}
