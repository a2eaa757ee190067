import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Database } from '#database';
import { Bell } from './bell.service.js';
import { Change } from './change.entity.js';
import { Changes } from './changes.service.js';

@Global()
@Module({})
export class ChangesModule {
  /** `url` is the database's, for the connection that listens. */
  static at(options: { readonly url: string }): DynamicModule {
    return {
      module: ChangesModule,
      imports: [TypeOrmModule.forFeature([Change])],
      providers: [
        Changes,
        { provide: Bell, inject: [Database], useFactory: (database: Database) => new Bell(database, options.url) },
      ],
      exports: [Changes, Bell],
    };
  }
}
