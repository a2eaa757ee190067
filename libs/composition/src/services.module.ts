import { join } from 'node:path';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AdmissionModule } from '#admission';
import { DatabaseModule } from '#database';
import { JobsModule } from '#jobs';
import { Clock, type Configuration, Secrets } from '#kernel';
import { MailModule } from '#mail';
import { NoticesModule } from '#notices';
import { ProgrammeModule } from '#programme';
import { PublicUrl, RegistrationModule } from '#registration';
import { StaffModule } from '#staff';
import { NightlyWork } from './nightly-work.service.js';

/** The settings after the app has decided what its environment leaves open. */
export interface Settings extends Configuration {
  readonly DATABASE_URL: string;
  readonly PUBLIC_URL: string;
  readonly SECRET_KEYS: string[];
}

export interface ServicesOptions {
  /** Whether this process does jobs, or only leaves them. */
  readonly works: boolean;
  /** Another clock than the machine's, to travel in time. */
  readonly clock?: Clock;
}

@Global()
@Module({})
class Foundations {
  static from(settings: Settings, clock: Clock): DynamicModule {
    const providers = [
      { provide: Clock, useValue: clock },
      { provide: Secrets, useFactory: () => new Secrets(settings.SECRET_KEYS) },
      { provide: PublicUrl, useFactory: () => new PublicUrl(settings.PUBLIC_URL) },
    ];
    return { module: Foundations, providers, exports: [Clock, Secrets, PublicUrl] };
  }
}

/** Every lib of the house, wired from the settings: what server, worker and standalone have in common. */
@Module({})
export class ServicesModule {
  static from(settings: Settings, { works, clock = new Clock() }: ServicesOptions): DynamicModule {
    const libs = [ProgrammeModule, AdmissionModule, RegistrationModule, StaffModule, NoticesModule];
    return {
      module: ServicesModule,
      imports: [
        Foundations.from(settings, clock),
        DatabaseModule.at({ url: settings.DATABASE_URL, connections: settings.DATABASE_CONNECTIONS }),
        JobsModule.at({ url: settings.DATABASE_URL, works, connections: works ? 5 : 2 }),
        MailModule.at({
          smtpUrl: settings.SMTP_URL,
          from: settings.MAIL_FROM,
          replyAddress: settings.REPLY_ADDRESS,
          mailboxDir: join(settings.DATA_DIR, 'mailbox'),
        }),
        ...libs,
      ],
      providers: [NightlyWork],
      exports: libs,
    };
  }
}
