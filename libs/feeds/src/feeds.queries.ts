import { read, type Tx } from '#database';

/** One session as a calendar shows it. */
export interface FeedRow {
  readonly uid: string;
  readonly cancelled: boolean;
  readonly changedAt: Date;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly eventTitle: string;
  readonly eventSlug: string;
  readonly summary: string;
  readonly sessionTitle: string | null;
  readonly room: string | null;
  readonly arrival: string;
  readonly contactEmail: string;
  readonly venueName: string;
  readonly address: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
  readonly directions: string;
}

export interface OwnFeedRow extends FeedRow {
  readonly reference: string;
  readonly partySize: number;
}

export interface FeedWanted {
  readonly programme?: string | undefined;
  readonly venue?: string | undefined;
  readonly from: Date;
  readonly until: Date;
  /** What was cancelled and ended before this is left out. */
  readonly today: Date;
}

/** Sessions that the public can see and take places in; by invitation alone they are nobody else's business. */
export async function findPublicSessions(
  tx: Tx,
  { programme, venue, from, until, today }: FeedWanted,
): Promise<FeedRow[]> {
  return read<FeedRow[]>(tx)`
    SELECT s.id AS uid, s.status = 'cancelled' OR e.status = 'cancelled' AS cancelled,
           greatest(s.updated_at, e.updated_at, v.updated_at) AS "changedAt",
           s.starts_at AS "startsAt", s.ends_at AS "endsAt",
           e.title AS "eventTitle", e.slug AS "eventSlug", e.summary, s.title AS "sessionTitle", s.room, e.arrival,
           e.contact_email AS "contactEmail", v.name AS "venueName", v.address, v.latitude, v.longitude,
           v.time_zone AS "timeZone", v.directions
    FROM sessions s
    JOIN events e ON e.id = s.event_id
    JOIN programmes g ON g.id = e.programme_id
    JOIN venues v ON v.id = e.venue_id
    WHERE e.status <> 'draft' AND s.ends_at > ${from} AND s.starts_at < ${until}
      AND (s.ends_at > ${today} OR NOT (s.status = 'cancelled' OR e.status = 'cancelled'))
      AND (${programme ?? null}::text IS NULL OR g.slug = ${programme ?? null})
      AND (${venue ?? null}::text IS NULL OR v.slug = ${venue ?? null})
      AND EXISTS (SELECT FROM pools p WHERE p.event_id = s.event_id AND p.session_id = s.id AND p.audience = 'public')
    ORDER BY s.starts_at, s.id`;
}

/** The address that a registration has now, as it is compared; a deputy has none of its own. */
export async function findEmailKey(tx: Tx, registrationId: string): Promise<string | undefined> {
  const [found] = await read<{ emailKey: string | null }[]>(tx)`
    SELECT email_key AS "emailKey" FROM registrations WHERE id = ${registrationId} AND stands_in_for IS NULL`;
  return found?.emailKey ?? undefined;
}

/** The live registrations of an address, and what was cancelled under them. */
export async function findOwnSessions(tx: Tx, emailKey: string, from: Date): Promise<OwnFeedRow[]> {
  return read<OwnFeedRow[]>(tx)`
    SELECT r.id AS uid, r.reference, r.party_size AS "partySize",
           s.status = 'cancelled' OR e.status = 'cancelled' AS cancelled,
           greatest(r.updated_at, s.updated_at, e.updated_at, v.updated_at) AS "changedAt",
           s.starts_at AS "startsAt", s.ends_at AS "endsAt",
           e.title AS "eventTitle", e.slug AS "eventSlug", e.summary, s.title AS "sessionTitle", s.room, e.arrival,
           e.contact_email AS "contactEmail", v.name AS "venueName", v.address, v.latitude, v.longitude,
           v.time_zone AS "timeZone", v.directions
    FROM registrations r
    JOIN sessions s ON s.event_id = r.event_id AND s.id = r.session_id
    JOIN events e ON e.id = s.event_id
    JOIN venues v ON v.id = e.venue_id
    WHERE r.email_key = ${emailKey} AND r.stands_in_for IS NULL
      AND s.ends_at > ${from}
      AND (r.state = 'confirmed'
           OR r.state = 'cancelled' AND r.cancelled_by = 'called-off' AND (s.status = 'cancelled' OR e.status = 'cancelled'))
    ORDER BY s.starts_at, r.id`;
}

/**
 * Another text after every change of what the public feeds show. It sums over the rows as they are, each with the version
 * that every deed raises, and not over times: a deed that takes long commits with an earlier time than a shorter one
 * that began after it.
 */
export async function findMark(tx: Tx): Promise<string> {
  const [found] = await read<{ mark: string }[]>(tx)`
    SELECT concat_ws(' ', (SELECT sum(hashtextextended(id::text, version)) FROM venues),
                     (SELECT sum(hashtextextended(id::text, version)) FROM programmes),
                     (SELECT sum(hashtextextended(id::text, version)) FROM events),
                     (SELECT sum(hashtextextended(id::text, version)) FROM sessions),
                     (SELECT sum(hashtextextended(id::text, 0)) FROM pools WHERE audience = 'public')) AS mark`;
  return found!.mark;
}

export async function findName(tx: Tx, table: 'programme' | 'venue', slug: string): Promise<string | undefined> {
  const [found] =
    table === 'programme'
      ? await read<{ name: string }[]>(tx)`SELECT name FROM programmes WHERE slug = ${slug}`
      : await read<{ name: string }[]>(tx)`SELECT name FROM venues WHERE slug = ${slug}`;
  return found?.name;
}
