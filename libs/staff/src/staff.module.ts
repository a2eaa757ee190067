import { type DynamicModule, Global, Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Jobs } from '#jobs';
import { ApiKey } from './api-key.entity.js';
import { ApiKeys } from './api-keys.service.js';
import { Arrivals } from './arrivals.service.js';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditTrail } from './audit-trail.service.js';
import { OIDC_OPTIONS, type OidcOptions } from './authentication.options.js';
import { Authentication } from './authentication.service.js';
import { Doorway } from './doorway.service.js';
import { Guesses } from './guesses.service.js';
import { Invitations } from './invitations.service.js';
import { Member } from './member.entity.js';
import { Members } from './members.service.js';
import { type PasswordAsked, PasswordRequests } from './password-requests.service.js';
import { PasswordSetting } from './password-setting.service.js';
import { SecondFactors } from './second-factors.service.js';
import { StaffLink } from './staff-link.entity.js';
import { StaffLinks } from './staff-links.service.js';
import { TeamSessions } from './team-sessions.service.js';

export interface StaffOptions {
  /** Left out: nobody signs in by a provider. */
  readonly oidc: OidcOptions | undefined;
}

const SERVICES = [
  ...[ApiKeys, AuditTrail, Authentication, Doorway, Guesses],
  ...[Invitations, Members, PasswordRequests, PasswordSetting, StaffLinks, TeamSessions],
];

@Global()
@Module({})
export class StaffModule implements OnModuleInit {
  static with({ oidc }: StaffOptions): DynamicModule {
    return {
      module: StaffModule,
      imports: [TypeOrmModule.forFeature([ApiKey, AuditEntry, Member, StaffLink])],
      providers: [...SERVICES, Arrivals, SecondFactors, { provide: OIDC_OPTIONS, useValue: oidc }],
      exports: SERVICES,
    };
  }

  constructor(
    private readonly jobs: Jobs,
    private readonly requests: PasswordRequests,
    private readonly sessions: TeamSessions,
  ) {}

  onModuleInit(): void {
    this.jobs.handle<PasswordAsked>('staff.password-asked', 1, (asked) => this.requests.answer(asked));
    this.jobs.handle('staff.forget', 1, () => this.sessions.forgetExpired());
    this.jobs.repeat('staff.forget', '37 3 * * *');
  }
}
