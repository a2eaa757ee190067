import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule, Reflector } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import type { Settings } from '#composition';
import { Secrets } from '#kernel';
import { AdminController } from './admin-api/admin.controller.js';
import { DefaultDeny } from './admin-api/default-deny.js';
import { CalendarFilesController } from './calendar/calendar-files.controller.js';
import { HealthController } from './health/health.controller.js';
import { Metrics } from './health/metrics.js';
import { METRICS_TOKEN, MetricsController } from './health/metrics.controller.js';
import { AllowedMethods } from './http/allowed-methods.js';
import { ProblemFilter } from './http/problem.filter.js';
import { LastRequests } from './http/last-requests.js';
import { limitsFrom, RateLimitGuard } from './http/rate-limit.js';
import { ShapePipe } from './http/validation.pipe.js';
import { PagesModule } from './pages/pages.module.js';
import { EventsController } from './public-api/events.controller.js';
import { RegistrationsController } from './public-api/registrations.controller.js';

/** Public pages, public API, admin API and calendar files; stateless. */
@Module({})
export class ServerModule {
  static from(settings: Settings, services: DynamicModule): DynamicModule {
    const limits = limitsFrom(settings.RATE_LIMITS);
    return {
      module: ServerModule,
      imports: [services, PagesModule.with(services), DiscoveryModule, TerminusModule.forRoot({ logger: false })],
      controllers: [
        EventsController,
        RegistrationsController,
        AdminController,
        CalendarFilesController,
        HealthController,
        MetricsController,
      ],
      providers: [
        AllowedMethods,
        DefaultDeny,
        LastRequests,
        Metrics,
        { provide: METRICS_TOKEN, useValue: settings.METRICS_TOKEN },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: ShapePipe },
        {
          provide: APP_GUARD,
          inject: [Reflector, Secrets, DataSource],
          useFactory: (reflector: Reflector, secrets: Secrets, source: DataSource) =>
            new RateLimitGuard(reflector, secrets, source, limits),
        },
      ],
    };
  }
}
