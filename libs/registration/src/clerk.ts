import type { Actor, Reach } from '#staff';
import type { Sight } from './disclosure.service.js';

/** Somebody of the team at work on registrations: who it is, and in which events they may do what they do. */
export interface Clerk {
  readonly actor: Actor;
  readonly reach: Reach;
  /** What they see of what they have done. */
  readonly sight: Sight;
}
