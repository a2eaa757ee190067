import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import type { Settings } from '#composition';
import { AccessGuard } from './admin-api/access.guard.js';
import { ADMIN_CONTROLLERS } from './admin-api/admin-controllers.js';
import { DefaultDeny } from './admin-api/default-deny.js';
import { AuthController } from './auth/auth.controller.js';
import { CalendarFilesController } from './calendar/calendar-files.controller.js';
import { FeedsController } from './calendar/feeds.controller.js';
import { HealthController } from './health/health.controller.js';
import { HouseFigures } from './health/house-figures.service.js';
import { Metrics } from './health/metrics.js';
import { METRICS_TOKEN, MetricsController } from './health/metrics.controller.js';
import { AllowedMethods } from './http/allowed-methods.js';
import { CodeGuessesModule } from './http/code-guesses.js';
import { ProblemFilter } from './http/problem.filter.js';
import { LastRequests } from './http/last-requests.js';
import { limitsFrom, RATE_LIMITS, RateLimitGuard } from './http/rate-limit.js';
import { Recognition } from './http/recognition.js';
import { ShapePipe } from './http/validation.pipe.js';
import { LiveFeed } from './live/live-feed.service.js';
import { LiveStreams } from './live/live-streams.service.js';
import { PagesModule } from './pages/pages.module.js';
import { BallotsController, EntriesController } from './public-api/ballots.controller.js';
import { EventsController } from './public-api/events.controller.js';
import { GuestInvitationsController } from './public-api/invitations.controller.js';
import { WaitingListController } from './public-api/waiting-list.controller.js';
import { RegistrationsController } from './public-api/registrations.controller.js';
import { Taking } from './public-api/taking.service.js';

/** Public pages, public API, admin API and calendar files; stateless. */
@Module({})
export class ServerModule {
  static from(settings: Settings, services: DynamicModule): DynamicModule {
    const { code, ...limits } = limitsFrom(settings.RATE_LIMITS);
    const guesses = CodeGuessesModule.with(services, code);
    return {
      module: ServerModule,
      imports: [
        services,
        PagesModule.with(services, guesses),
        guesses,
        DiscoveryModule,
        TerminusModule.forRoot({ logger: false }),
      ],
      controllers: [
        EventsController,
        RegistrationsController,
        GuestInvitationsController,
        BallotsController,
        EntriesController,
        WaitingListController,
        ...ADMIN_CONTROLLERS,
        AuthController,
        CalendarFilesController,
        FeedsController,
        HealthController,
        MetricsController,
      ],
      providers: [
        AccessGuard,
        AllowedMethods,
        DefaultDeny,
        LastRequests,
        LiveFeed,
        LiveStreams,
        HouseFigures,
        Metrics,
        Recognition,
        Taking,
        { provide: METRICS_TOKEN, useValue: settings.METRICS_TOKEN },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: ShapePipe },
        { provide: RATE_LIMITS, useValue: limits },
        RateLimitGuard,
        { provide: APP_GUARD, useExisting: RateLimitGuard },
      ],
    };
  }
}
