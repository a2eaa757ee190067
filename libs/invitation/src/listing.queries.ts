import type { AdminInvitation, InvitationsQuery } from '#contracts';
import type { Tx } from '#database';
import { conditionsOf, INVITATIONS, type InvitationScope, STANDING } from './invitation-filter.queries.js';

/** As it is kept, with what decides who may see all of it. */
export interface InvitationRow extends Omit<
  AdminInvitation,
  'note' | 'masked' | 'url' | 'poolId' | 'answeredAt' | 'answerBy' | 'sentAt' | 'createdAt' | 'updatedAt'
> {
  readonly poolId: string;
  readonly poolIsPrivate: boolean;
  readonly sealedNote: string | null;
  readonly answeredAt: Date | null;
  readonly answerBy: Date;
  readonly sentAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface Wanted extends InvitationScope {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly sort: InvitationsQuery['sort'];
}

const ORDERS: Readonly<Record<InvitationsQuery['sort'], { readonly key: string; readonly way: 'ASC' | 'DESC' }>> = {
  newest: { key: 'i.id', way: 'DESC' },
  precedence: { key: 'coalesce(i.precedence, 2147483647)', way: 'ASC' },
  name: { key: 'lower(i.name)', way: 'ASC' },
};

/** Until then its places are promised: until the pool is released, at the latest until the link ends. */
const ANSWER_BY = 'least(p.releases_at, p.released_at, e.registration_closes_at, s.starts_at)';

/** One row more than the limit. */
export async function findInvitations(tx: Tx, { cursor, limit, sort, ...scope }: Wanted): Promise<InvitationRow[]> {
  const values: unknown[] = [];
  const conditions = conditionsOf(scope, values);
  const { key, way } = ORDERS[sort];
  const beyond = way === 'ASC' ? '>' : '<';
  const last = key.replaceAll('i.', 'l.');
  const after =
    cursor === undefined
      ? ''
      : `AND (${key}, i.id) ${beyond} (SELECT ${last}, l.id FROM invitations l WHERE l.id = $${values.push(cursor)})`;
  return tx.query<InvitationRow[]>(
    `SELECT i.id, i.version, i.event_id AS "eventId", i.session_id AS "sessionId", i.pool_id AS "poolId",
            p.private AS "poolIsPrivate", ${STANDING} AS state, i.salutation, i.title, i.name, i.organisation, i.precedence,
            i.language, i.email, i.party_size AS "partySize",
            CASE WHEN r.state <> 'cancelled' THEN r.party_size ELSE 0 END AS coming,
            i.sealed_note AS "sealedNote", i.registration_id AS "registrationId", i.deputy_of AS "deputyOf",
            (SELECT d.id FROM invitations d WHERE d.event_id = i.event_id AND d.deputy_of = i.id AND d.state <> 'withdrawn')
              AS "deputyId",
            i.answered_at AS "answeredAt", i.source, ${ANSWER_BY} AS "answerBy", i.sent_at AS "sentAt",
            i.created_at AS "createdAt", i.updated_at AS "updatedAt"
     FROM ${INVITATIONS}
     JOIN sessions s ON s.event_id = i.event_id AND s.id = i.session_id JOIN events e ON e.id = i.event_id
     WHERE ${conditions} ${after} ORDER BY ${key} ${way}, i.id ${way} LIMIT ${limit + 1}`,
    values,
  );
}
