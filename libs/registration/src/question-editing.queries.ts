import type { Tx } from '#database';

export interface GivenAnswers {
  readonly answered: boolean;
  /** Whether there is one among them that is sealed, so that nobody can tell here what was chosen. */
  readonly sealed: boolean;
  /** Whether one of the options that were asked about was chosen. */
  readonly chosen: boolean;
}

/** What is known of the answers to a question, of the party's and of each person's; cancelled registrations count. */
export async function findGivenAnswers(
  tx: Tx,
  { id, eventId }: { readonly id: string; readonly eventId: string },
  options: readonly string[],
): Promise<GivenAnswers> {
  const [given] = await tx.sql<GivenAnswers[]>`
    WITH given AS (
      SELECT answers -> ${id}::text AS answer FROM registrations
      WHERE event_id = ${eventId} AND answers ? ${id}::text
      UNION ALL
      SELECT place.one -> 'answers' -> ${id}::text
      FROM registrations CROSS JOIN LATERAL jsonb_array_elements(places) AS place (one)
      WHERE event_id = ${eventId} AND place.one -> 'answers' ? ${id}::text
    )
    SELECT count(*) > 0 AS answered,
           coalesce(bool_or(jsonb_typeof(answer) = 'object'), false) AS sealed,
           coalesce(bool_or(EXISTS (SELECT FROM unnest(${options}::text[]) AS option
                                    WHERE answer @> to_jsonb(option))), false) AS chosen
    FROM given`;
  return given!;
}
