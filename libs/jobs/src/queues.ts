import type { Queue } from 'pg-boss';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Every queue of the house with its patience. A job whose worker died is given to another after
 * `expireInSeconds`. Finished jobs hold ids only and are deleted after a day.
 */
const PATIENCE = {
  /** Sends a few messages; counts its own tries in the message log and asks for the next one itself. */
  'notice.send': {
    retryLimit: 20,
    retryDelay: 30,
    retryBackoff: true,
    retryDelayMax: HOUR,
    expireInSeconds: 5 * MINUTE,
  },
  'registration.expire-unverified': { retryLimit: 0, expireInSeconds: 5 * MINUTE },
  'admission.release-due': { retryLimit: 0, expireInSeconds: 5 * MINUTE },
  'nightly.forget': { retryLimit: 3, retryDelay: MINUTE, expireInSeconds: 10 * MINUTE },
} as const satisfies Record<string, Omit<Queue, 'name'>>;

export type QueueName = keyof typeof PATIENCE;

export const QUEUES = Object.entries(PATIENCE).map(([name, patience]) => ({
  name,
  deleteAfterSeconds: 24 * HOUR,
  ...patience,
}));
