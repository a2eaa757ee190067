import { emailKey, type Space } from '#contracts';
import type { Links, Sealing } from '#registration';
import type { NoticeFacts, NoticeKind } from './facts.js';
import type { NoticeRow } from './notices.queries.js';

const MINUTE_MS = 60_000;

export function factsOf(
  row: NoticeRow,
  kind: NoticeKind,
  links: Links,
  sealing: Sealing,
  answersAreRead = false,
): NoticeFacts {
  const manage = links.manageUrl(row.registrationId);
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
      id: row.sessionId,
      title: row.sessionTitle,
      room: row.room,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      admissionOpensAt: row.admissionOpensAt,
      admissionClosesAt: row.admissionClosesAt,
      cancelled: row.sessionCancelled,
      announcement: isNews(row, kind) ? row.announcement : null,
      otherTimes: row.otherTimes,
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
    registration: registrationFacts(row, sealing),
    links: {
      manage,
      check: links.checkUrl(row.registrationId),
      event: links.eventUrl(row.eventSlug),
      keep: `${manage}/keep`,
      giveUp: `${manage}/cancel`,
      // Of the address that reads it: the registration may have another by now.
      feed: links.feedUrl(row.registrationId, emailKey(row.recipient)),
    },
    told: kind === 'change' ? row.told : null,
    answersAreRead,
    withCalendar: carriesCalendar(row, kind),
  };
}

/**
 * Whoever was told since where and when to be has heard the reason, or came after it. To who was told of another session
 * before, and went to this one since its announcement, nothing was changed: they hear no reason.
 */
function isNews({ sessionCancelled, announcedAt, lastInvitedAt, ...row }: NoticeRow, kind: NoticeKind): boolean {
  if (sessionCancelled) return kind === 'cancellation';
  if (kind !== 'change' || announcedAt === null) return false;
  const { told, sessionId, cameBefore } = row;
  const wasThere = told?.sessionId === undefined || told.sessionId === sessionId || cameBefore;
  return wasThere && (lastInvitedAt === null || lastInvitedAt < announcedAt);
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

function registrationFacts(row: NoticeRow, sealing: Sealing): NoticeFacts['registration'] {
  const party = { accessNeeds: row.accessNeeds, answers: {}, places: row.places };
  const { accessNeeds: ofParty, places } = sealing.open({ id: row.registrationId, ...party });
  const [first, ...rest] = places;
  const contactComes = first?.name === row.contactName;
  const own = [contactComes ? spaceInWords(first.space) : null, ofParty, contactComes ? first.accessNeeds : null];
  const others = contactComes ? rest : places;
  return {
    reference: row.reference,
    state: row.state,
    cancelledBy: row.cancelledBy,
    name: row.contactName,
    partySize: row.partySize,
    names: places.map(({ name }) => name),
    needs: own.filter((needs) => needs !== null),
    othersHaveNeeds: others.some(({ accessNeeds, space }) => accessNeeds !== null || space !== null),
    heldUntil: row.heldUntil,
    changesUntil: before(row.startsAt, row.changesCloseMinutes),
    cancellationUntil: before(row.startsAt, row.cancellationsCloseMinutes),
    declineDueAt: row.declineDueAt,
  };
}

/** Said to the contact about themselves alone: whom they help is somebody else's to say. */
function spaceInWords(space: Space | null): string | null {
  if (!space) return null;
  return space.kind === 'wheelchair'
    ? 'A wheelchair space is kept for you.'
    : 'You come to help somebody of your party.';
}

function before(start: Date, minutes: number): Date {
  return new Date(start.getTime() - minutes * MINUTE_MS);
}
