const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after each failed try the next one comes: the schedule of Standard Webhooks, three days in all. */
const PAUSES = [
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
  ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
];
/** Somebody whom nothing reaches for so long is not there. */
const GIVEN_UP_MS = 72 * HOUR;
/** After so many failures in a row everything to this one webhook waits a while, longer each time. */
const PATIENT_FAILURES = 3;
const LONGEST_REST_MS = 5 * MINUTE;

/** When the try after so many failed ones is due, or null after the last. A tenth more at random, so that not all come at once. */
export function nextTry(tries: number, now: Date): Date | null {
  const pause = PAUSES[tries - 1];
  return pause === undefined ? null : new Date(now.getTime() + pause * (1 + Math.random() / 10));
}

/** How long a webhook is let alone after so many failures in a row, or null. */
export function restAfter(failures: number, now: Date): Date | null {
  if (failures < PATIENT_FAILURES) return null;
  const rest = Math.min(5 * SECOND * 2 ** (failures - PATIENT_FAILURES), LONGEST_REST_MS);
  return new Date(now.getTime() + rest);
}

export function isGivenUp(failingSince: Date, now: Date): boolean {
  return now.getTime() - failingSince.getTime() >= GIVEN_UP_MS;
}
