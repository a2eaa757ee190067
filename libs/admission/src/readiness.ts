import type { Exceedance } from '#contracts';
import type { InputFault } from '#kernel';
import type { Event } from '#programme';
import type { SessionWithPlaces } from './event-planning.queries.js';

/** What of an event itself keeps it from being published, all of it. */
export function missingIn(event: Event, sessions: readonly SessionWithPlaces[], now: Date): InputFault[] {
  return [
    ...sessionFaults(sessions, now),
    ...windowFaults(event, sessions.at(-1)?.startsAt, now),
    ...contactFaults(event),
  ];
}

/** Only drafts are published. */
export function statusFaults({ status }: Event): InputFault[] {
  if (status === 'draft') return [];
  return [{ pointer: '/status', code: 'event_not_draft', detail: `It is ${status}, not a draft.` }];
}

/** What keeps it from that at its venue, unless an owner lets it through. */
export function safetyFaults(exceedances: readonly Exceedance[]): InputFault[] {
  const worst = Math.max(...exceedances.map(({ by }) => by));
  if (exceedances.length === 0) return [];
  const detail = `Its venue would hold up to ${worst} people more than its safe number.`;
  return [{ pointer: '/sessions', code: 'over_safe_number', detail }];
}

function sessionFaults(sessions: readonly SessionWithPlaces[], now: Date): InputFault[] {
  const fault = (code: string, detail: string) => [{ pointer: '/sessions', code, detail }];
  if (sessions.length === 0) return fault('no_session', 'It has no session.');
  const withPlaces = sessions.filter(({ places }) => places > 0);
  if (withPlaces.length === 0) return fault('no_places', 'No session has places for the public or for invited guests.');
  if (withPlaces.some(({ startsAt }) => startsAt > now)) return [];
  return fault('sessions_over', 'Its sessions have begun already.');
}

function windowFaults(event: Event, lastStart: Date | undefined, now: Date): InputFault[] {
  const { registrationOpensAt: opensAt, registrationClosesAt: closesAt } = event;
  if (closesAt !== null && closesAt <= now) {
    const detail = 'Registration has closed already.';
    return [{ pointer: '/registrationClosesAt', code: 'registration_closed', detail }];
  }
  if (lastStart === undefined || opensAt < lastStart) return [];
  const detail = 'Registration would open when the last session has begun.';
  return [{ pointer: '/registrationOpensAt', code: 'registration_never_opens', detail }];
}

function contactFaults({ contactEmail }: Event): InputFault[] {
  if (contactEmail !== '') return [];
  return [{ pointer: '/contact/email', code: 'no_contact', detail: 'It names no address to which people can write.' }];
}
