import { emailKey } from '#contracts';
import type { NoticeKind } from './facts.js';
import { newsSince } from './news.js';
import type { NoticeRow } from './notices.queries.js';
import { toldBy } from './told.js';

/** What becomes of a queued message: it is sent, perhaps as another kind, or it is not. */
export type Fate = { readonly send: NoticeKind } | 'superseded' | { readonly failed: string };

/**
 * Decides by how things stand now, not by how they stood when the message was queued. Only the
 * latest state of a calendar object goes out: some calendars (sabre/vobject) bring a cancelled
 * entry back to life when an older mail reaches them after a newer one.
 */
export function fateOf(row: NoticeRow, now: Date): Fate {
  if (row.overtaken) return 'superseded';
  if (row.endsAt <= now) return { failed: 'The session was over before the mail could be sent.' };
  switch (row.kind) {
    case 'confirmation':
    case 'change':
      if (row.state !== 'confirmed') return 'superseded';
      if (row.firstInvitationId === null) return { send: 'confirmation' };
      return { send: bringsNews(row) ? 'change' : row.kind };
    case 'cancellation':
      return row.state === 'cancelled' ? { send: 'cancellation' } : 'superseded';
    case 'address-changed':
      return holdsIt(row) ? 'superseded' : { send: 'address-changed' };
    case 'lost-link':
      // The link opens the places: it never follows them to an address that they have left.
      if (!holdsIt(row)) return 'superseded';
      return row.state === 'confirmed' ? { send: 'lost-link' } : checkOfAddress(row, now);
    case 'email-check':
      return checkOfAddress(row, now);
    case 'decline-noted':
      return row.declineDueAt && holdsIt(row) ? { send: 'decline-noted' } : 'superseded';
    case 'decline-doubted':
      return row.state === 'confirmed' && holdsIt(row) ? { send: 'decline-doubted' } : 'superseded';
  }
}

/** A confirmation that was asked for once more may overtake the mail about a new time: then it must say so itself. */
function bringsNews({ told, ...row }: NoticeRow): boolean {
  if (told === null) return false;
  const now = toldBy({
    session: { ...row, id: row.sessionId },
    venue: { ...row, name: row.venueName },
    registration: row,
  });
  const { time, place } = newsSince(told, now);
  return time !== null || place !== null;
}

/** Whether the recipient's address is that of the places now; they may have moved on, or back. */
function holdsIt(row: NoticeRow): boolean {
  return emailKey(row.recipient) === row.emailKey;
}

function checkOfAddress({ state, heldUntil }: NoticeRow, now: Date): Fate {
  if (state !== 'unverified') return 'superseded';
  if (!heldUntil || heldUntil <= now) return { failed: 'The places were no longer held when the mail could be sent.' };
  return { send: 'email-check' };
}
