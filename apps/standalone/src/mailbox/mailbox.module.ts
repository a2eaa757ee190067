import { Module } from '@nestjs/common';
import { LoopbackOnly } from './loopback.guard.js';
import { MailboxController } from './mailbox.controller.js';

/** Only for a machine without an SMTP server, in the process that sends the mail. */
@Module({ controllers: [MailboxController], providers: [LoopbackOnly] })
export class MailboxModule {}
