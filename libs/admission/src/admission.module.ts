import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProgrammeModule } from '#programme';
import { Admission } from './admission.service.js';
import { AlsoCloned } from './also-cloned.service.js';
import { Editions } from './editions.service.js';
import { EventCloning } from './event-cloning.service.js';
import { EventPlanning } from './event-planning.service.js';
import { Forecasts } from './forecasts.service.js';
import { Pool } from './pool.entity.js';
import { PoolCodes } from './pool-codes.service.js';
import { PoolListing } from './pool-listing.service.js';
import { PoolNames } from './pool-names.service.js';
import { PoolOwners } from './pool-owners.service.js';
import { PoolRelease } from './pool-release.service.js';
import { PoolReports } from './pool-reports.service.js';
import { PoolWishes } from './pool-wishes.service.js';
import { Pools } from './pools.service.js';
import { SessionChanges } from './session-changes.service.js';
import { SessionMaking } from './session-making.service.js';
import { VenuePlanning } from './venue-planning.service.js';

const SERVICES = [
  Admission,
  AlsoCloned,
  EventCloning,
  EventPlanning,
  Forecasts,
  PoolCodes,
  PoolListing,
  PoolNames,
  PoolOwners,
  PoolRelease,
  PoolReports,
  PoolWishes,
  Pools,
  SessionChanges,
  SessionMaking,
  VenuePlanning,
];

@Module({
  imports: [TypeOrmModule.forFeature([Pool]), ProgrammeModule],
  providers: [...SERVICES, Editions],
  exports: SERVICES,
})
export class AdmissionModule {}
