export { CapacityBelowTaken, OverCapacity } from './admission.errors.js';
export { AdmissionModule } from './admission.module.js';
export type { LockedPool } from './admission.queries.js';
export { Admission, type NewPool } from './admission.service.js';
export { PoolRelease } from './pool-release.service.js';
export { Pool } from './pool.entity.js';
