import type { Queue } from 'pg-boss';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const HEARTBEAT = 15;

/**
 * Every queue of the house with its patience. A worker that has not been heard of for `HEARTBEAT`
 * seconds is taken for dead and its jobs are given to others; the price is a job that runs twice
 * where it only could not reach the database for so long. One that hangs loses its jobs after
 * `expireInSeconds`. Finished jobs hold ids only and are deleted after a day.
 */
const PATIENCE = {
  /**
   * Sends a few messages; counts its own tries in the message log and asks for the next one itself. It
   * fails where the database does, or dies with its worker: soon again then, and for two days. It
   * expires after the longest batch: two jobs of five mails of 45 seconds.
   */
  'notice.send': {
    retryLimit: 55,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: HOUR,
    expireInSeconds: 10 * MINUTE,
  },
  /** As `notice.send`, about people who have no registration. */
  'notice.tell': {
    retryLimit: 55,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: HOUR,
    expireInSeconds: 10 * MINUTE,
  },
  /** Places of a session have come free; each minute it is looked at anyway. */
  'waiting-list.offer': { retryLimit: 5, retryDelay: 1, retryBackoff: true, expireInSeconds: 5 * MINUTE },
  'waiting-list.settle-due': { retryLimit: 0, expireInSeconds: 5 * MINUTE },
  'waiting-list.end-adrift': { retryLimit: 3, retryDelay: MINUTE, expireInSeconds: 10 * MINUTE },
  'waiting-list.forget': { retryLimit: 3, retryDelay: MINUTE, expireInSeconds: 10 * MINUTE },
  'invitation.remind': { retryLimit: 0, expireInSeconds: 10 * MINUTE },
  'ballot.due': { retryLimit: 0, expireInSeconds: 10 * MINUTE },
  'ballot.forget': { retryLimit: 3, retryDelay: MINUTE, expireInSeconds: 10 * MINUTE },
  'registration.expire-unverified': { retryLimit: 0, expireInSeconds: 5 * MINUTE },
  'registration.search': { retryLimit: 0, expireInSeconds: 5 * MINUTE },
  'admission.release-due': { retryLimit: 0, expireInSeconds: 5 * MINUTE },
  /** One letter to a member of the team; the mail server is asked again for as long as the link in it is worth it. */
  'staff.letter': {
    retryLimit: 20,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: HOUR,
    expireInSeconds: 5 * MINUTE,
  },
  'replies.give-back-due': { retryLimit: 0, expireInSeconds: 5 * MINUTE },
  'replies.forward': {
    retryLimit: 20,
    retryDelay: MINUTE,
    retryBackoff: true,
    retryDelayMax: HOUR,
    expireInSeconds: 5 * MINUTE,
  },
  'staff.password-asked': { retryLimit: 5, retryDelay: 2, retryBackoff: true, expireInSeconds: MINUTE },
  'webhook.forget-old': { retryLimit: 3, retryDelay: MINUTE, expireInSeconds: 10 * MINUTE },
  'staff.forget': { retryLimit: 3, retryDelay: MINUTE, expireInSeconds: 10 * MINUTE },
  'nightly.seal': { retryLimit: 1, retryDelay: 10 * MINUTE, expireInSeconds: 2 * HOUR },
  /** Fails where the database does, or dies with its worker; it goes on where it was. */
  'bulk.work': {
    retryLimit: 55,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 10 * MINUTE,
    expireInSeconds: 10 * MINUTE,
  },
  'import.forget': { retryLimit: 0, expireInSeconds: 5 * MINUTE },
  'nightly.forget': { retryLimit: 3, retryDelay: MINUTE, expireInSeconds: 10 * MINUTE },
} as const satisfies Record<string, Omit<Queue, 'name'>>;

export type QueueName = keyof typeof PATIENCE;

export const QUEUES = Object.entries(PATIENCE).map(([name, patience]) => ({
  name,
  deleteAfterSeconds: 24 * HOUR,
  heartbeatSeconds: HEARTBEAT,
  ...patience,
}));
