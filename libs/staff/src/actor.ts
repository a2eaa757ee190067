/** Whose doing something is, for the audit trail. */
export interface Actor {
  readonly kind: 'person' | 'key' | 'worker' | 'attendee' | 'command';
  /** Of the account, the key or the registration; null for the house itself. */
  readonly id: string | null;
  readonly name: string;
  /** Where the request came from; null for attendees, of whom this is not kept, and where there is none. */
  readonly address: string | null;
}

/** Jobs that do their work by themselves. */
export const WORKER: Actor = { kind: 'worker', id: null, name: 'worker', address: null };

/** A command on the machine: `npm run gatehouse -- …`. */
export const COMMAND: Actor = { kind: 'command', id: null, name: 'command', address: null };
