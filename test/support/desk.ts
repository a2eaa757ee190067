import type { AuditEntryView } from '#contracts';
import { part } from './holder.js';
import type { Team } from './team.js';
import { type Answer, nextPerson } from './test-app.js';

/** Takes places for somebody new who rang, with an address unless another contact is named. */
export function registerFor(team: Team, sessionId: string, more: Readonly<Record<string, unknown>> = {}) {
  return team.post('registrations', { sessionId, contact: nextPerson(), partySize: 1, source: 'phone', ...more });
}

export function idOf(answer: Answer): string {
  return part<string>(answer, 'id');
}

/** Who did what to it and why, latest first. */
export async function trailOf(team: Team, subjectId: string): Promise<AuditEntryView[]> {
  return part<AuditEntryView[]>(await team.get(`audit?subjectId=${subjectId}`), 'items');
}

/** The pool of a session with this name. */
export async function poolNamed(team: Team, sessionId: string, name: string): Promise<string> {
  const pools = part<{ id: string; name: string }[]>(await team.get(`sessions/${sessionId}`), 'pools');
  return pools.find((pool) => pool.name === name)!.id;
}
