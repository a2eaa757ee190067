import type { ProgrammeView, QuestionView, SpeakerView, VenueView } from '#contracts';
import type { Tx } from '#database';

/** Session with the numbers of its public pool; a session without one has no public places. */
export interface SessionRow {
  readonly id: string;
  readonly eventId: string;
  readonly title: string | null;
  readonly room: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly admissionOpensAt: Date;
  readonly cancelled: boolean;
  readonly places: number;
  readonly taken: number;
  readonly promised: number;
  readonly waitedFor: boolean;
  readonly ballotId: string | null;
  /** Parties in its line. */
  readonly waiting: number;
  /** How much is free of what the session keeps for them; null where it keeps none. */
  readonly wheelchairSpaces: number | null;
  readonly companionPlaces: number | null;
}

export interface EventRow {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly story: string;
  readonly drawing: string | null;
  readonly status: 'published' | 'cancelled';
  readonly opensAt: Date;
  readonly closesAt: Date | null;
  readonly confirmation: 'immediate' | 'by-email';
  readonly oneRegistrationPer: 'event' | 'session';
  readonly partyLimit: number;
  readonly waitingList: boolean;
  readonly consentText: string | null;
  readonly consentRequired: boolean;
  readonly arrival: string;
  readonly accessHelp: string;
  readonly contactEmail: string;
  readonly contactPhone: string | null;
  readonly programme: ProgrammeView;
  readonly venue: VenueView;
  readonly speakers: SpeakerView[];
  readonly questions: QuestionView[];
  readonly ballots: BallotFacts[];
}

/** Its times are as JSON of the database says them. */
export interface BallotFacts {
  readonly id: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly drawsAt: string;
  readonly closedAt: string | null;
  readonly drawnAt: string | null;
  readonly sessionIds: string[];
}

export interface EventsWanted {
  readonly slug?: string | undefined;
  readonly programme?: string | undefined;
  /** Only events with a session that ends after this. */
  readonly from?: Date | undefined;
  /** Only events with a session that starts before this. */
  readonly to?: Date | undefined;
}

/** Every event that is not a draft, with all that its page shows except its sessions. */
export async function findEvents(tx: Tx, wanted: EventsWanted): Promise<EventRow[]> {
  return tx.sql<EventRow[]>`
    SELECT e.id, e.slug, e.title, e.summary, e.story, e.drawing, e.status,
           e.registration_opens_at AS "opensAt", e.registration_closes_at AS "closesAt", e.confirmation,
           e.one_registration_per AS "oneRegistrationPer", e.party_limit AS "partyLimit", e.waiting_list AS "waitingList",
           e.consent_text AS "consentText", e.consent_required AS "consentRequired",
           e.arrival, e.access_help AS "accessHelp",
           e.contact_email AS "contactEmail", e.contact_phone AS "contactPhone",
           json_build_object('slug', p.slug, 'name', p.name, 'summary', p.summary, 'mood', p.mood) AS programme,
           json_build_object('slug', v.slug, 'name', v.name, 'address', v.address, 'latitude', v.latitude,
             'longitude', v.longitude, 'timeZone', v.time_zone, 'directions', v.directions,
             'access', v.access) AS venue,
           (SELECT coalesce(json_agg(json_build_object('name', s.name, 'role', s.role, 'biography', s.biography)
                                     ORDER BY s.position), '[]')
            FROM speakers s WHERE s.event_id = e.id) AS speakers,
           (SELECT coalesce(json_agg(json_build_object(
                     'id', q.id, 'label', q.label, 'help', q.help, 'kind', q.kind, 'options', q.options,
                     'required', q.required, 'askedPer', q.asked_per) ORDER BY q.position), '[]')
            FROM questions q WHERE q.event_id = e.id) AS questions,
           (SELECT coalesce(json_agg(json_build_object(
                     'id', b.id, 'opensAt', b.opens_at, 'closesAt', b.closes_at, 'drawsAt', b.draws_at,
                     'closedAt', b.closed_at, 'drawnAt', b.drawn_at,
                     'sessionIds', (SELECT json_agg(t.session_id ORDER BY t.session_id) FROM ballot_sessions t
                                    WHERE t.event_id = b.event_id AND t.ballot_id = b.id)) ORDER BY b.id), '[]')
            FROM ballots b WHERE b.event_id = e.id AND b.cancelled_at IS NULL) AS ballots
    FROM events e JOIN programmes p ON p.id = e.programme_id JOIN venues v ON v.id = e.venue_id
    WHERE e.status <> 'draft'
      AND (${wanted.slug ?? null}::text IS NULL OR e.slug = ${wanted.slug ?? null})
      AND (${wanted.programme ?? null}::text IS NULL OR p.slug = ${wanted.programme ?? null})
      AND (${wanted.from ?? null}::timestamptz IS NULL OR EXISTS (
        SELECT FROM sessions s WHERE s.event_id = e.id AND s.ends_at > ${wanted.from ?? null}))
      AND (${wanted.to ?? null}::timestamptz IS NULL OR EXISTS (
        SELECT FROM sessions s WHERE s.event_id = e.id AND s.starts_at < ${wanted.to ?? null}))`;
}

export async function findSessions(tx: Tx, eventIds: readonly string[]): Promise<SessionRow[]> {
  return tx.sql<SessionRow[]>`
    SELECT s.id, s.event_id AS "eventId", s.title, s.room, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
           s.admission_opens_at AS "admissionOpensAt", s.status = 'cancelled' AS cancelled,
           coalesce(p.places, 0) AS places, coalesce(p.taken, 0) AS taken,
           coalesce(p.promised, 0) AS promised, coalesce(p.waited_for, false) AS "waitedFor",
           p.ballot_id AS "ballotId",
           coalesce(l.parties, 0) AS waiting,
           (SELECT w.places - w.taken FROM pools w
            WHERE w.event_id = s.event_id AND w.session_id = s.id AND w.audience = 'wheelchair') AS "wheelchairSpaces",
           (SELECT c.places - c.taken FROM pools c
            WHERE c.event_id = s.event_id AND c.session_id = s.id AND c.audience = 'companion') AS "companionPlaces"
    FROM sessions s
    LEFT JOIN pools p ON p.event_id = s.event_id AND p.session_id = s.id AND p.audience = 'public'
    LEFT JOIN waiting_list_lines l ON l.session_id = s.id AND l.event_id = s.event_id
    WHERE s.event_id = ANY(${eventIds}::uuid[])
    ORDER BY s.starts_at, s.id`;
}
