import type { GreetingLanguage, InvitationState, Mood, TemplateKind } from '#contracts';
import { read, type Tx } from '#database';
import { STANDING } from './invitation-filter.queries.js';

/** All that a mail to one invited guest may say. Of which pool they are it does not know. */
export interface InvitationFacts {
  readonly id: string;
  readonly state: InvitationState;
  readonly salutation: string | null;
  readonly title: string | null;
  readonly name: string;
  readonly organisation: string | null;
  readonly language: GreetingLanguage;
  readonly email: string | null;
  readonly partySize: number;
  /** Who sends them as a deputy. */
  readonly insteadOf: { readonly title: string | null; readonly name: string } | null;
  readonly answerBy: Date;
  readonly eventTitle: string;
  readonly eventSlug: string;
  readonly mood: Mood;
  readonly draft: boolean;
  readonly contactEmail: string;
  readonly contactPhone: string | null;
  readonly sessionTitle: string | null;
  readonly room: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly cancelled: boolean;
  /** Why it was last moved. */
  readonly announcement: string | null;
  readonly venueName: string;
  readonly address: string;
  readonly timeZone: string;
  readonly template: { readonly subject: string; readonly body: string } | null;
}

/** Nobody answers while the transaction lasts, if it `holds`. */
export async function loadInvitationFacts(
  tx: Tx,
  id: string,
  kind: TemplateKind,
  holds: boolean,
): Promise<InvitationFacts | undefined> {
  if (holds) await read(tx)`SELECT id FROM invitations WHERE id = ${id} FOR SHARE`;
  const [facts] = await tx.query<InvitationFacts[]>(
    `SELECT i.id, ${STANDING} AS state, i.salutation, i.title, i.name, i.organisation, i.language, i.email,
            i.party_size AS "partySize",
            (SELECT json_build_object('title', f.title, 'name', f.name) FROM invitations f
             WHERE f.event_id = i.event_id AND f.id = i.deputy_of) AS "insteadOf",
            least(p.releases_at, p.released_at, e.registration_closes_at, s.starts_at) AS "answerBy",
            e.title AS "eventTitle", e.slug AS "eventSlug", g.mood, e.status = 'draft' AS draft,
            e.contact_email AS "contactEmail", e.contact_phone AS "contactPhone",
            s.title AS "sessionTitle", s.room, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
            s.status = 'cancelled' OR e.status = 'cancelled' AS cancelled, s.announcement,
            v.name AS "venueName", v.address, v.time_zone AS "timeZone",
            (SELECT json_build_object('subject', t.subject, 'body', t.body) FROM invitation_templates t
             WHERE t.event_id = i.event_id AND t.kind = $2) AS template
     FROM invitations i
     JOIN pools p ON p.event_id = i.event_id AND p.id = i.pool_id
     JOIN sessions s ON s.event_id = i.event_id AND s.id = i.session_id
     JOIN events e ON e.id = i.event_id
     JOIN programmes g ON g.id = e.programme_id
     JOIN venues v ON v.id = e.venue_id
     LEFT JOIN registrations r ON r.event_id = i.event_id AND r.id = i.registration_id
     WHERE i.id = $1`,
    [id, kind],
  );
  return facts;
}
