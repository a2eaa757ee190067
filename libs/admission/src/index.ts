export {
  AlreadyReleased,
  CapacityBelowPromised,
  CapacityBelowTaken,
  NotReady,
  OverCapacity,
  PeopleRegistered,
  PeopleToTell,
  WrongStatus,
} from './admission.errors.js';
export { AdmissionModule } from './admission.module.js';
export type { LockedPool } from './admission.queries.js';
export { Admission, type NewPool, type OfferJob, type Override, type PeopleByPool } from './admission.service.js';
export { AlsoCloned, type Cloned, type CopiedAlong } from './also-cloned.service.js';
export { EventCloning } from './event-cloning.service.js';
export { EventPlanning } from './event-planning.service.js';
export { Forecasts } from './forecasts.service.js';
export { openPlaces, unpromisedPlaces } from './open-places.js';
export { PoolCodes } from './pool-codes.service.js';
export { PoolListing } from './pool-listing.service.js';
export { type PoolName, PoolNames } from './pool-names.service.js';
export { isKnownToPeople } from './known-to-people.js';
export { lockSession, type LockedSession } from './locked-session.js';
export { notedSession } from './noted.js';
export { PoolRelease } from './pool-release.service.js';
export { type AskedOfPools, PoolReports } from './pool-reports.service.js';
export { Pool } from './pool.entity.js';
export { Pools } from './pools.service.js';
export { isForSpaces, type SpaceAudience, type SpacePools, spacePoolsOf } from './space-pools.js';
export { goesBeyond, mustMayRelocate, SessionChanges } from './session-changes.service.js';
export { SessionMaking } from './session-making.service.js';
export { isElsewhere, type LockedVenue, VenuePlanning } from './venue-planning.service.js';
