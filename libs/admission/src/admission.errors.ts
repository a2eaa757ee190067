import { DomainError } from '#kernel';

/** A pool is never made smaller than what is taken. */
export class CapacityBelowTaken extends DomainError {
  readonly code = 'capacity_below_taken';
  readonly status = 409;
  constructor(readonly by: number) {
    super(`${by} more people hold places than that.`);
  }
  override get data() {
    return { by: this.by };
  }
}

/** The pools of a session never add up to more than its capacity. */
export class OverCapacity extends DomainError {
  readonly code = 'over_capacity';
  readonly status = 409;
  constructor() {
    super('The pools of this session would hold more places than the session has.');
  }
}
