import type { AdminEvent, EventChange } from '#contracts';
import { InvalidInput, type InputFault } from '#kernel';
import type { Event } from './event.entity.js';
import type { AdminEventRow } from './events.queries.js';
import type { NewSpeaker } from './programme-editor.service.js';

type Fields = Omit<Event, 'id' | 'version' | 'createdAt' | 'updatedAt'>;

/** What an event is as long as nobody says otherwise. Registration opens when it is published. */
export function blankEvent(now: Date): Omit<Fields, 'programmeId' | 'venueId' | 'slug' | 'title'> {
  return {
    ...{ summary: '', story: '', drawing: null, status: 'draft' },
    ...{ registrationOpensAt: now, registrationClosesAt: null },
    ...{ confirmation: 'immediate', oneRegistrationPer: 'session', partyLimit: 6 },
    ...{ changesCloseMinutes: 0, cancellationsCloseMinutes: 0, declineUndoMinutes: 30 },
    ...{ waitingList: false, offerMinutes: 1440, passedOverLimit: 3 },
    ...{ contactEmail: '', contactPhone: null, arrival: '', accessHelp: '' },
    ...{ consentText: null, consentRequired: false },
  };
}

/** The event with the change in it. Throws InvalidInput if it makes no sense as a whole. */
export function changed<Row extends Fields>(event: Row, change: EventChange): Row {
  const { contact = {}, speakers: _, registrationOpensAt, registrationClosesAt, ...rest } = change;
  const after = {
    ...event,
    ...rest,
    ...(registrationOpensAt !== undefined && { registrationOpensAt: new Date(registrationOpensAt) }),
    ...(registrationClosesAt !== undefined && {
      registrationClosesAt: registrationClosesAt === null ? null : new Date(registrationClosesAt),
    }),
    ...(contact.email !== undefined && { contactEmail: contact.email }),
    ...(contact.phone !== undefined && { contactPhone: contact.phone }),
  };
  const faults = faultsOf(after);
  if (faults.length > 0) throw new InvalidInput(faults);
  return after;
}

function faultsOf({ registrationOpensAt, registrationClosesAt, ...event }: Fields): InputFault[] {
  const faults: InputFault[] = [];
  if (registrationClosesAt !== null && registrationClosesAt <= registrationOpensAt) {
    const detail = 'Registration must close after it opens.';
    faults.push({ pointer: '/registrationClosesAt', code: 'closes_before_it_opens', detail });
  }
  if (event.consentRequired && event.consentText === null) {
    const detail = 'Please say what people have to agree to.';
    faults.push({ pointer: '/consentText', code: 'consent_without_text', detail });
  }
  return faults;
}

export function speakersOf({ speakers = [] }: EventChange): NewSpeaker[] {
  return speakers.map(({ biography = '', ...speaker }) => ({ ...speaker, biography }));
}

export function viewOf({ scheduled, cancelled, firstStartsAt, lastEndsAt, ...event }: AdminEventRow): AdminEvent {
  return {
    ...event,
    registrationOpensAt: event.registrationOpensAt.toISOString(),
    registrationClosesAt: event.registrationClosesAt?.toISOString() ?? null,
    sessions: {
      ...{ scheduled, cancelled },
      firstStartsAt: firstStartsAt?.toISOString() ?? null,
      lastEndsAt: lastEndsAt?.toISOString() ?? null,
    },
    createdAt: event.createdAt.toISOString(),
    updatedAt: event.updatedAt.toISOString(),
  };
}

/** What the audit trail compares: the event's own properties, not what it hangs on. */
export function ownOf({ programme: _programme, venue: _venue, sessions: _sessions, ...own }: AdminEvent): object {
  return own;
}
