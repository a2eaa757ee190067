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
  'registration.expire-unverified': { retryLimit: 0, expireInSeconds: 5 * MINUTE },
  'admission.release-due': { retryLimit: 0, expireInSeconds: 5 * MINUTE },
  'nightly.forget': { retryLimit: 3, retryDelay: MINUTE, expireInSeconds: 10 * MINUTE },
} as const satisfies Record<string, Omit<Queue, 'name'>>;

export type QueueName = keyof typeof PATIENCE;

export const QUEUES = Object.entries(PATIENCE).map(([name, patience]) => ({
  name,
  deleteAfterSeconds: 24 * HOUR,
  heartbeatSeconds: HEARTBEAT,
  ...patience,
}));
