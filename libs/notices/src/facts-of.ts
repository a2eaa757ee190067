import type { Links } from '#registration';
import type { NoticeFacts, NoticeKind } from './facts.js';
import type { NoticeRow } from './notices.queries.js';

const MINUTE_MS = 60_000;

export function factsOf(row: NoticeRow, kind: NoticeKind, links: Links): NoticeFacts {
  return {
    event: {
      title: row.eventTitle,
      mood: row.mood,
      cancelled: row.eventCancelled,
      arrival: row.arrival,
      accessHelp: row.accessHelp,
      contact: { email: row.contactEmail, phone: row.contactPhone },
    },
    session: {
      title: row.sessionTitle,
      room: row.room,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      admissionOpensAt: row.admissionOpensAt,
      admissionClosesAt: row.admissionClosesAt,
      cancelled: row.sessionCancelled,
    },
    venue: {
      name: row.venueName,
      address: row.address,
      latitude: row.latitude,
      longitude: row.longitude,
      timeZone: row.timeZone,
      directions: row.directions,
      access: row.access,
    },
    registration: registrationFacts(row),
    links: {
      manage: links.manageUrl(row.registrationId),
      check: links.checkUrl(row.registrationId),
      event: links.eventUrl(row.eventSlug),
    },
    withCalendar: carriesCalendar(row, kind),
  };
}

/** Whoever was never invited has nothing to be taken out of their calendar. */
export function carriesCalendar({ firstInvitationId }: NoticeRow, kind: NoticeKind): boolean {
  if (kind === 'confirmation' || kind === 'change') return true;
  return takesOut(kind) && firstInvitationId !== null;
}

/** Whether mail of this kind takes the entry out of its reader's calendar. */
export function takesOut(kind: NoticeKind): boolean {
  return kind === 'cancellation' || kind === 'address-changed';
}

function registrationFacts(row: NoticeRow): NoticeFacts['registration'] {
  const [first, ...rest] = row.places;
  const contactComes = first?.name === row.contactName;
  const own = [row.accessNeeds, contactComes ? first.accessNeeds : null];
  const others = contactComes ? rest : row.places;
  return {
    reference: row.reference,
    state: row.state,
    name: row.contactName,
    partySize: row.partySize,
    names: row.places.map(({ name }) => name),
    needs: own.filter((needs) => needs !== null),
    othersHaveNeeds: others.some(({ accessNeeds }) => accessNeeds !== null),
    heldUntil: row.heldUntil,
    changesUntil: before(row.startsAt, row.changesCloseMinutes),
    cancellationUntil: before(row.startsAt, row.cancellationsCloseMinutes),
  };
}

function before(start: Date, minutes: number): Date {
  return new Date(start.getTime() - minutes * MINUTE_MS);
}
