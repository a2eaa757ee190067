import type { QuestionView, SessionState } from '#contracts';

/** What decides whether and how places of a session are given: the rules of its event. */
export interface SessionFacts {
  readonly sessionId: string;
  readonly eventId: string;
  readonly eventSlug: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly cancelled: boolean;
  readonly opensAt: Date;
  readonly closesAt: Date | null;
  readonly confirmation: 'immediate' | 'by-email';
  readonly oneRegistrationPer: 'event' | 'session';
  readonly partyLimit: number;
  readonly changesCloseMinutes: number;
  readonly cancellationsCloseMinutes: number;
  readonly consentRequired: boolean;
  /** Whether parties may wait where all places are taken. */
  readonly waitingList: boolean;
  readonly questions: readonly AskedQuestion[];
}

export interface AskedQuestion extends QuestionView {
  /** Whether its answers are kept sealed. */
  readonly sensitive: boolean;
}

export type Window = 'not_yet_open' | 'open' | 'closed' | 'cancelled';

/** Registration for a session ends with the event's window, at the latest when the session begins. */
export function registrationWindow(
  facts: Pick<SessionFacts, 'cancelled' | 'opensAt' | 'closesAt' | 'startsAt'>,
  now: Date,
): Window {
  if (facts.cancelled) return 'cancelled';
  const closesAt = Math.min(facts.closesAt?.getTime() ?? Infinity, facts.startsAt.getTime());
  if (now.getTime() >= closesAt) return 'closed';
  return now < facts.opensAt ? 'not_yet_open' : 'open';
}

/** While a ballot gives the places, no window of registration counts. "Few" is a tenth of the places, and never fewer than five. */
export function sessionState(window: Window, available: number, places: number, byBallot: boolean): SessionState {
  if (byBallot && window !== 'cancelled') return 'ballot';
  if (window !== 'open') return window;
  if (available <= 0) return 'full';
  return available <= Math.max(5, Math.floor(places / 10)) ? 'few' : 'open';
}

export function changesUntil(facts: SessionFacts): Date {
  return new Date(facts.startsAt.getTime() - facts.changesCloseMinutes * 60_000);
}

export function cancellationUntil(facts: SessionFacts): Date {
  return new Date(facts.startsAt.getTime() - facts.cancellationsCloseMinutes * 60_000);
}
