import type { InputFault } from '#kernel';
import type { Session } from './session.entity.js';

export type SessionTimes = Pick<Session, 'startsAt' | 'endsAt' | 'admissionOpensAt' | 'admissionClosesAt'>;

/** When people of a session may be on site. */
export interface OnSite {
  readonly from: Date;
  readonly until: Date;
}

type Stay = Pick<Session, 'endsAt' | 'admissionOpensAt' | 'admissionClosesAt' | 'stayMinutes' | 'gapMinutes'>;

const MINUTE_MS = 60_000;

/**
 * From when the first may be let in until the last may have gone: whoever comes as admission closes stays as long as
 * everybody else, nobody is taken to leave before the end, and then the site is cleared. The database counts by the
 * same rule (session_clears_at).
 */
export function onSite({ endsAt, admissionOpensAt, admissionClosesAt, stayMinutes, gapMinutes }: Stay): OnSite {
  const lastGoes = admissionClosesAt.getTime() + (stayMinutes ?? 0) * MINUTE_MS;
  const until = new Date(Math.max(endsAt.getTime(), lastGoes) + gapMinutes * MINUTE_MS);
  return { from: admissionOpensAt, until };
}

/** What of the times makes no sense together. */
export function timeFaults({ startsAt, endsAt, admissionOpensAt, admissionClosesAt }: SessionTimes): InputFault[] {
  return [
    ...faultIf(endsAt <= startsAt, 'endsAt', 'A session ends after it starts.'),
    ...faultIf(admissionOpensAt > startsAt, 'admissionOpensAt', 'People are let in before it starts, or as it does.'),
    ...faultIf(admissionClosesAt <= admissionOpensAt, 'admissionClosesAt', 'Admission ends after it opens.'),
  ];
}

function faultIf(wrong: boolean, property: keyof SessionTimes, detail: string): InputFault[] {
  return wrong ? [{ pointer: `/${property}`, code: 'times_do_not_fit', detail }] : [];
}
