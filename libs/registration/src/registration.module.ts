import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdmissionModule } from '#admission';
import { CancelService } from './cancel.service.js';
import { EmailCheck } from './email-check.service.js';
import { UnverifiedExpiry } from './expiry.service.js';
import { KeyedTransaction } from './keyed-transaction.service.js';
import { Links } from './links.js';
import { LostLinks } from './lost-links.service.js';
import { MoveService } from './move.service.js';
import { NoticeQueue } from './notice-queue.service.js';
import { RegistrationService } from './register.service.js';
import { Registration } from './registration.entity.js';
import { RegistrationListing } from './registration-listing.service.js';
import { SelfService } from './self-service.service.js';
import { SessionListing } from './session-listing.service.js';
import { RegistrationSettlement } from './settlement.service.js';
import { WhatsOn } from './whats-on.service.js';

const SERVICES = [
  CancelService,
  EmailCheck,
  KeyedTransaction,
  Links,
  LostLinks,
  MoveService,
  RegistrationListing,
  RegistrationService,
  SelfService,
  SessionListing,
  UnverifiedExpiry,
  WhatsOn,
];

@Module({
  imports: [TypeOrmModule.forFeature([Registration]), AdmissionModule],
  providers: [...SERVICES, NoticeQueue, RegistrationSettlement],
  exports: SERVICES,
})
export class RegistrationModule {}
