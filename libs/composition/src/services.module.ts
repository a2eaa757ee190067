import { join } from 'node:path';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AdmissionModule } from '#admission';
import { BallotModule } from '#ballot';
import { BulkModule } from '#bulk';
import { ChangesModule } from '#changes';
import { DatabaseModule } from '#database';
import { FeedsModule } from '#feeds';
import { InvitationModule } from '#invitation';
import { JobsModule } from '#jobs';
import { Clock, type Configuration, KeyRotation, Meter, PublicUrl, Secrets } from '#kernel';
import { MailModule, type MailOptions } from '#mail';
import { NoticesModule } from '#notices';
import { ProgrammeModule } from '#programme';
import { RegistrationModule } from '#registration';
import { RepliesModule } from '#replies';
import { type OidcOptions, StaffModule } from '#staff';
import { WaitingListModule } from '#waiting-list';
import { WebhooksModule } from '#webhooks';
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
      { provide: KeyRotation, useFactory: () => new KeyRotation() },
      { provide: Meter, useFactory: () => new Meter() },
      { provide: Secrets, useFactory: () => new Secrets(settings.SECRET_KEYS) },
      { provide: PublicUrl, useFactory: () => new PublicUrl(settings.PUBLIC_URL) },
    ];
    return { module: Foundations, providers, exports: [Clock, KeyRotation, Meter, Secrets, PublicUrl] };
  }
}

/** Every lib of the house, wired from the settings: what server, worker and standalone have in common. */
@Module({})
export class ServicesModule {
  static from(settings: Settings, { works, clock = new Clock() }: ServicesOptions): DynamicModule {
    const replies = RepliesModule.at({ works, imapUrl: settings.REPLY_IMAP_URL, listen: settings.REPLY_LISTEN });
    const staff = StaffModule.with({ oidc: oidcOf(settings) });
    const webhooks = WebhooksModule.at({ privateTargets: settings.WEBHOOK_PRIVATE_TARGETS === 'on' });
    const libs = [
      ProgrammeModule,
      AdmissionModule,
      RegistrationModule,
      BulkModule,
      InvitationModule,
      WaitingListModule,
      BallotModule,
      staff,
      webhooks,
      NoticesModule,
      FeedsModule,
    ];
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
          dkim: signerOf(settings),
        }),
        ChangesModule.at({ url: settings.DATABASE_URL }),
        replies,
        ...libs,
      ],
      providers: [NightlyWork],
      exports: [replies, ...libs],
    };
  }
}

/** All three of its settings, or none. */
function oidcOf({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: Settings): OidcOptions | undefined {
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return undefined;
  return { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET };
}

/** All three of its settings, or none. */
function signerOf({ DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_KEY: key }: Settings): MailOptions['dkim'] {
  return domain && selector && key ? { domain, selector, key } : undefined;
}
