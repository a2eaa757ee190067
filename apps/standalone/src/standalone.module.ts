import { type DynamicModule, Module } from '@nestjs/common';
import { ServicesModule, type Settings } from '#composition';
import { logging } from '../../server/src/logging.js';
import { ServerModule } from '../../server/src/server.module.js';
import { MailboxModule } from './mailbox/mailbox.module.js';

/** Everything in one process: the site, the jobs and, where no SMTP server is named, the mailbox. */
@Module({})
export class StandaloneModule {
  static from(settings: Settings): DynamicModule {
    const services = ServicesModule.from(settings, { works: true });
    return {
      module: StandaloneModule,
      imports: [
        logging(settings.LOG_LEVEL),
        ServerModule.from(settings, services),
        services,
        ...(settings.SMTP_URL ? [] : [MailboxModule]),
      ],
    };
  }
}
