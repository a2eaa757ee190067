import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Secrets } from '#kernel';
import { Addresses } from './addresses.js';
import { BuiltInMailbox } from './built-in-mailbox.js';
import type { MailOptions } from './mail.options.js';
import { MailboxTransport } from './mailbox.transport.js';
import { Mailer } from './mailer.service.js';
import { MessageLog } from './message-log.service.js';
import { Message } from './message.entity.js';
import { Outbox } from './outbox.service.js';
import { SmtpTransport } from './smtp.transport.js';
import { MailTransport } from './transport.js';

@Module({})
export class MailModule {
  static at(options: MailOptions): DynamicModule {
    return {
      module: MailModule,
      global: true,
      imports: [TypeOrmModule.forFeature([Message])],
      providers: [
        { provide: Addresses, useFactory: (secrets: Secrets) => new Addresses(options, secrets), inject: [Secrets] },
        { provide: BuiltInMailbox, useFactory: () => new BuiltInMailbox(options.mailboxDir) },
        { provide: MailTransport, useFactory: transportFor(options), inject: [BuiltInMailbox] },
        Mailer,
        MessageLog,
        Outbox,
      ],
      exports: [Addresses, BuiltInMailbox, Mailer, MessageLog, Outbox],
    };
  }
}

function transportFor({ smtpUrl, dkim }: MailOptions) {
  return (mailbox: BuiltInMailbox): MailTransport =>
    smtpUrl ? new SmtpTransport(smtpUrl, dkim) : new MailboxTransport(mailbox, dkim);
}
