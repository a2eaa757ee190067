import { read, type Tx } from '#database';

/** Somebody's place in the line of a session: a higher priority is before a lower one, a lower rank before a higher. */
export interface Standing {
  readonly priority: number;
  readonly rank: string;
}

export interface NextInLine extends Standing {
  readonly entryId: string;
  readonly partySize: number;
  /** Whom places are saved for and who stands before them; nobody behind gets any. */
  readonly heldBackBy: string | null;
}

interface Free {
  readonly sessionId: string;
  readonly free: number;
  /** Of the pool: who needs more can never be served, and nothing is saved for them. */
  readonly places: number;
  readonly except: readonly string[];
  /** Who keeps their place in line but gets nothing in this round: nothing is saved for them meanwhile. */
  readonly passedBy: readonly string[];
}

/**
 * The first in line that the free places are enough for. It looks at the first of each size that fits, so it costs the
 * same however many larger parties stand before it and however many stand behind.
 */
export async function findNext(
  tx: Tx,
  { sessionId, free, places, except, passedBy }: Free,
): Promise<NextInLine | undefined> {
  const [next] = await read<NextInLine[]>(tx)`
    SELECT first.entry_id AS "entryId", first.party_size AS "partySize", first.priority, first.rank,
           CASE WHEN (first.priority, -first.rank) < (saved.priority, -saved.rank) THEN saved.entry_id END AS "heldBackBy"
    FROM (
      SELECT w.* FROM generate_series(1, least(${free}::int, 500)) AS size
      CROSS JOIN LATERAL (
        SELECT entry_id, party_size, priority, rank FROM waiting_list_wishes
        WHERE session_id = ${sessionId} AND live AND min_size = size
          AND entry_id <> ALL(${except}::uuid[]) AND entry_id <> ALL(${passedBy}::uuid[])
        ORDER BY priority DESC, rank LIMIT 1) w
      ORDER BY w.priority DESC, w.rank LIMIT 1) first
    LEFT JOIN LATERAL (
      SELECT entry_id, priority, rank FROM waiting_list_wishes
      WHERE session_id = ${sessionId} AND live AND saved_for AND min_size <= ${places}
        AND entry_id <> ALL(${passedBy}::uuid[])
      ORDER BY priority DESC, rank LIMIT 1) saved ON true`;
  return next;
}

export type FirstInLine = Pick<NextInLine, 'entryId' | 'partySize'>;

/** From the first in line on as many as fit whole, one after the other; they end before the first that does not. */
export async function findFirstThatFit(
  tx: Tx,
  { sessionId, free, limit }: Pick<Free, 'sessionId' | 'free'> & { readonly limit: number },
): Promise<FirstInLine[]> {
  return read<FirstInLine[]>(tx)`
    SELECT entry_id AS "entryId", party_size AS "partySize"
    FROM (
      SELECT *, sum(party_size) OVER (ORDER BY priority DESC, rank) AS people
      FROM (
        SELECT entry_id, party_size, priority, rank FROM waiting_list_wishes
        WHERE session_id = ${sessionId} AND live
        ORDER BY priority DESC, rank LIMIT least(${free}::int, ${limit}::int)) first) line
    WHERE people <= ${free}
    ORDER BY priority DESC, rank`;
}

/** The first whom places are saved for, if there is one. */
export async function findSavedFor(
  tx: Tx,
  { sessionId, places, passedBy }: Pick<Free, 'sessionId' | 'places' | 'passedBy'>,
): Promise<string | undefined> {
  const [saved] = await tx.sql<{ entryId: string }[]>`
    SELECT entry_id AS "entryId" FROM waiting_list_wishes
    WHERE session_id = ${sessionId} AND live AND saved_for AND min_size <= ${places}
      AND entry_id <> ALL(${passedBy}::uuid[])
    ORDER BY priority DESC, rank LIMIT 1`;
  return saved?.entryId;
}

interface Passing extends Standing {
  readonly sessionId: string;
  /** What was free: those before who need more are passed over. */
  readonly free: number;
  readonly limit: number;
  /** Those before who got nothing for another reason are not counted. */
  readonly passedBy: readonly string[];
}

export interface Passed {
  /** How many parties were passed over. */
  readonly passed: number;
  /** Those of them for whom places are saved from now on. */
  readonly savedFor: readonly string[];
}

/** Everybody before the one who is served who needs more than there is has been passed over once more. */
export async function passOver(tx: Tx, { sessionId, priority, rank, free, limit, passedBy }: Passing): Promise<Passed> {
  const [passed] = await read<Passed[]>(tx)`
    WITH passed AS (
      UPDATE waiting_list_wishes
      SET passed_over = passed_over + 1, saved_for = saved_for OR passed_over + 1 >= ${limit}
      WHERE ((session_id = ${sessionId} AND priority = ${priority} AND rank < ${rank})
          OR (session_id = ${sessionId} AND priority > ${priority}))
        AND live AND min_size > ${free} AND entry_id <> ALL(${passedBy}::uuid[])
      RETURNING entry_id, passed_over)
    SELECT count(*)::int AS passed,
           coalesce(array_agg(entry_id) FILTER (WHERE passed_over = ${limit}), '{}') AS "savedFor"
    FROM passed`;
  return passed!;
}

export interface NewWish {
  readonly entryId: string;
  readonly eventId: string;
  readonly sessionId: string;
  readonly live: boolean;
}

/** What their entries wish for, by one statement. The counts of the lines are the caller's to keep. */
export async function insertWishes(tx: Tx, wishes: readonly NewWish[]): Promise<void> {
  await tx.sql`
    INSERT INTO waiting_list_wishes (event_id, entry_id, session_id, live, min_size, party_size, priority, rank, saved_for)
    SELECT e.event_id, e.id, w."sessionId", w.live, CASE WHEN e.fewer_is_fine THEN 1 ELSE e.party_size END, e.party_size,
           e.priority, e.rank, v.passed_over_limit = 0
    FROM jsonb_to_recordset(${JSON.stringify(wishes)}::jsonb)
           AS w ("entryId" uuid, "eventId" uuid, "sessionId" uuid, live boolean)
    JOIN waiting_list_entries e ON e.id = w."entryId" AND e.event_id = w."eventId"
    JOIN events v ON v.id = e.event_id`;
}

export interface AddedWish extends Omit<NewWish, 'live'> {
  readonly rank: string;
}

/**
 * Wishes of entries that are there already, each at a rank of its own; those of who is offered places stand in no line
 * yet. Where an entry has stood in the line of a session and does not any more, it stands there at the new rank; where it
 * stands, nothing is done. Answers what was done; the counts of the lines are the caller's to keep.
 */
export async function addWishes(tx: Tx, wishes: readonly AddedWish[]): Promise<NewWish[]> {
  return read<NewWish[]>(tx)`
    INSERT INTO waiting_list_wishes AS wish (
      event_id, entry_id, session_id, live, min_size, party_size, priority, rank, saved_for)
    SELECT e.event_id, e.id, w."sessionId", e.state = 'waiting', CASE WHEN e.fewer_is_fine THEN 1 ELSE e.party_size END,
           e.party_size, e.priority, w.rank, v.passed_over_limit = 0
    FROM jsonb_to_recordset(${JSON.stringify(wishes)}::jsonb)
           AS w ("entryId" uuid, "eventId" uuid, "sessionId" uuid, rank bigint)
    JOIN waiting_list_entries e ON e.id = w."entryId" AND e.event_id = w."eventId"
    JOIN events v ON v.id = e.event_id
    ON CONFLICT (entry_id, session_id, event_id) DO UPDATE
      SET live = true, min_size = excluded.min_size, party_size = excluded.party_size, priority = excluded.priority,
          rank = excluded.rank, passed_over = 0, saved_for = excluded.saved_for
      WHERE excluded.live AND NOT wish.live
    RETURNING entry_id AS "entryId", event_id AS "eventId", session_id AS "sessionId", live`;
}

/** More of them stand in the line, or fewer. */
export async function countLine(tx: Tx, eventId: string, counts: ReadonlyMap<string, number>): Promise<void> {
  const [sessionIds, parties] = [[...counts.keys()], [...counts.values()]];
  await tx.sql`
    INSERT INTO waiting_list_lines AS line (event_id, session_id, parties)
    SELECT ${eventId}, counts.session_id, counts.parties
    FROM unnest(${sessionIds}::uuid[], ${parties}::int[]) AS counts (session_id, parties)
    ON CONFLICT (session_id, event_id) DO UPDATE SET parties = line.parties + excluded.parties`;
}

/** Who waits for these sessions, or is offered places there, goes home without a mail. */
export async function silenceLines(tx: Tx, eventId: string, sessionIds: readonly string[]): Promise<void> {
  await tx.sql`
    INSERT INTO waiting_list_lines (event_id, session_id, parties, untold)
    SELECT ${eventId}, session_id, 0, true FROM unnest(${sessionIds}::uuid[]) AS session_id
    ON CONFLICT (session_id, event_id) DO UPDATE SET untold = true`;
}

export async function isSilenced(tx: Tx, sessionId: string): Promise<boolean> {
  const [line] = await tx.sql<{ untold: boolean }[]>`
    SELECT untold FROM waiting_list_lines WHERE session_id = ${sessionId}`;
  return line?.untold ?? false;
}

/**
 * They stand in the line of these sessions as their entry says now, unless they have joined it later than others and are
 * there again. Answers the sessions where they did not before.
 */
export async function enterLines(
  tx: Tx,
  { id, eventId }: { readonly id: string; readonly eventId: string },
  sessionIds: readonly string[],
  anew: boolean,
): Promise<string[]> {
  const rows = await read<{ sessionId: string }[]>(tx)`
    UPDATE waiting_list_wishes w
    SET live = true, priority = e.priority, party_size = e.party_size,
        rank = CASE WHEN ${anew} THEN e.rank ELSE greatest(e.rank, w.rank) END,
        min_size = CASE WHEN e.fewer_is_fine THEN 1 ELSE e.party_size END,
        passed_over = CASE WHEN ${anew} THEN 0 ELSE w.passed_over END,
        saved_for = CASE WHEN ${anew} THEN v.passed_over_limit = 0 ELSE w.saved_for END
    FROM waiting_list_entries e JOIN events v ON v.id = e.event_id
    WHERE w.entry_id = ${id} AND w.event_id = ${eventId} AND w.session_id = ANY(${sessionIds}::uuid[]) AND NOT w.live
      AND e.id = w.entry_id AND e.event_id = w.event_id
    RETURNING w.session_id AS "sessionId"`;
  return rows.map(({ sessionId }) => sessionId);
}

/** Answers how often each session's line has become shorter. */
export async function leaveLines(
  tx: Tx,
  entryIds: readonly string[],
  sessionIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await read<{ sessionId: string }[]>(tx)`
    UPDATE waiting_list_wishes SET live = false
    WHERE entry_id = ANY(${entryIds}::uuid[]) AND session_id = ANY(${sessionIds}::uuid[]) AND live
    RETURNING session_id AS "sessionId"`;
  return new Map([...Map.groupBy(rows, ({ sessionId }) => sessionId)].map(([id, gone]) => [id, gone.length]));
}

/** An entry wishes for these sessions no more. It stands in no line of them. */
export async function deleteWishes(
  tx: Tx,
  { id, eventId }: { readonly id: string; readonly eventId: string },
  sessionIds: readonly string[],
): Promise<void> {
  await tx.sql`
    DELETE FROM waiting_list_wishes
    WHERE entry_id = ${id} AND event_id = ${eventId} AND session_id = ANY(${sessionIds}::uuid[]) AND NOT live`;
}

/** The line of a session goes home, so many of it. Answers who stood in it. */
export async function dissolveLine(tx: Tx, sessionId: string, limit: number): Promise<string[]> {
  const rows = await read<{ entryId: string }[]>(tx)`
    UPDATE waiting_list_wishes SET live = false
    WHERE session_id = ${sessionId} AND live AND entry_id IN (
      SELECT entry_id FROM waiting_list_wishes WHERE session_id = ${sessionId} AND live
      ORDER BY priority DESC, rank LIMIT ${limit})
    RETURNING entry_id AS "entryId"`;
  return rows.map(({ entryId }) => entryId);
}

/** What an entry says about its party has changed: its wishes say the same. */
export async function copyToWishes(
  tx: Tx,
  { id, eventId }: { readonly id: string; readonly eventId: string },
): Promise<void> {
  await tx.sql`
    UPDATE waiting_list_wishes w
    SET priority = e.priority, party_size = e.party_size,
        min_size = CASE WHEN e.fewer_is_fine THEN 1 ELSE e.party_size END
    FROM waiting_list_entries e
    WHERE w.entry_id = ${id} AND w.event_id = ${eventId} AND e.id = w.entry_id AND e.event_id = w.event_id`;
}

export async function isWaitedFor(tx: Tx, sessionId: string): Promise<boolean> {
  const [row] = await tx.sql<{ waits: boolean }[]>`
    SELECT EXISTS (SELECT FROM waiting_list_wishes WHERE session_id = ${sessionId} AND live) AS waits`;
  return row!.waits;
}

/** The sessions that each of the entries wishes for, beside one of them. */
export async function findOtherWishes(
  tx: Tx,
  entryIds: readonly string[],
  sessionId: string,
): Promise<{ readonly entryId: string; readonly sessionId: string }[]> {
  return tx.sql`
    SELECT entry_id AS "entryId", session_id AS "sessionId" FROM waiting_list_wishes
    WHERE entry_id = ANY(${entryIds}::uuid[]) AND session_id <> ${sessionId} AND live`;
}

export interface LineRules {
  readonly eventId: string;
  readonly startsAt: Date;
  readonly cancelled: boolean;
  readonly timeZone: string;
  readonly offerMinutes: number;
  readonly limit: number;
}

/** What decides about offers in a session; undefined while its event is a draft, and then nothing does. */
export async function findLineRules(tx: Tx, sessionId: string): Promise<LineRules | undefined> {
  const [rules] = await tx.sql<LineRules[]>`
    SELECT s.event_id AS "eventId", s.starts_at AS "startsAt",
           s.status = 'cancelled' OR e.status = 'cancelled' AS cancelled, v.time_zone AS "timeZone",
           e.offer_minutes AS "offerMinutes", e.passed_over_limit AS limit
    FROM sessions s JOIN events e ON e.id = s.event_id JOIN venues v ON v.id = e.venue_id
    WHERE s.id = ${sessionId} AND e.status <> 'draft'`;
  return rules;
}

/** The public pools of sessions that are waited for and have something to look at: free places, or no future. */
export async function findLinesToLookAt(tx: Tx, soon: Date): Promise<{ readonly sessionId: string }[]> {
  return tx.sql`
    SELECT s.id AS "sessionId"
    FROM pools p JOIN sessions s ON s.id = p.session_id AND s.event_id = p.event_id JOIN events e ON e.id = s.event_id
    WHERE p.waited_for AND p.audience = 'public' AND e.status <> 'draft'
      AND (p.places > p.taken + p.promised OR s.status = 'cancelled' OR e.status = 'cancelled' OR s.starts_at <= ${soon})
    ORDER BY s.id`;
}
