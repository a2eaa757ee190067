import { read, type Tx } from '#database';
import type { Invitation } from './invitation.entity.js';
import { STANDING } from './invitation-filter.queries.js';

/** A rule with one of the pools of its event, whose guests it may remind. */
export interface RuleGround {
  readonly ruleId: string;
  readonly eventId: string;
  readonly daysBefore: number;
  readonly atTime: string;
  readonly madeAt: Date;
  readonly poolId: string;
  readonly answerBy: Date;
  readonly timeZone: string;
}

/** Of events that take place, and answers that are still awaited. */
export async function findRuleGrounds(tx: Tx, now: Date): Promise<RuleGround[]> {
  return read<RuleGround[]>(tx)`
    SELECT * FROM (
      SELECT n.id AS "ruleId", n.event_id AS "eventId", n.days_before AS "daysBefore", n.at_time AS "atTime",
             n.created_at AS "madeAt", p.id AS "poolId", v.time_zone AS "timeZone",
             least(p.releases_at, p.released_at, e.registration_closes_at, s.starts_at) AS "answerBy"
      FROM invitation_reminder_rules n
      JOIN events e ON e.id = n.event_id AND e.status = 'published'
      JOIN venues v ON v.id = e.venue_id
      JOIN sessions s ON s.event_id = e.id AND s.status = 'scheduled'
      JOIN pools p ON p.event_id = s.event_id AND p.session_id = s.id
      WHERE EXISTS (SELECT FROM invitations i WHERE i.pool_id = p.id AND i.state = 'pending')) AS grounds
    WHERE "answerBy" > ${now}`;
}

type Reached = Pick<Invitation, 'id' | 'eventId' | 'email'>;

/** Those who were invited before the rule was due, have not answered, and were not reminded by it; a bounded number. */
export async function lockUnreminded(
  tx: Tx,
  { ruleId, poolId }: RuleGround,
  due: Date,
  limit: number,
): Promise<Reached[]> {
  return tx.query<Reached[]>(
    `SELECT i.id, i.event_id AS "eventId", i.email
     FROM invitations i LEFT JOIN registrations r ON r.event_id = i.event_id AND r.id = i.registration_id
     WHERE i.pool_id = $1 AND ${STANDING} = 'pending' AND i.email IS NOT NULL AND i.sent_at <= $2
       AND NOT EXISTS (SELECT FROM invitation_reminders m WHERE m.invitation_id = i.id AND m.rule_id = $3)
     ORDER BY i.id LIMIT $4 FOR UPDATE OF i SKIP LOCKED`,
    [poolId, due, ruleId, limit],
  );
}

/** Those who were invited to what was called off, have not answered, and were not told; marked as told. */
export async function markCalledOff(tx: Tx, now: Date, limit: number): Promise<Reached[]> {
  return read<Reached[]>(tx)`
    WITH due AS (
      SELECT i.id FROM invitations i
      JOIN sessions s ON s.event_id = i.event_id AND s.id = i.session_id
      JOIN events e ON e.id = i.event_id
      WHERE (s.status = 'cancelled' OR e.status = 'cancelled') AND i.state = 'pending' AND i.sent_at IS NOT NULL
        AND i.email IS NOT NULL AND i.called_off_at IS NULL AND s.starts_at > ${now}
      ORDER BY i.id LIMIT ${limit} FOR UPDATE OF i SKIP LOCKED)
    UPDATE invitations SET called_off_at = ${now} FROM due WHERE invitations.id = due.id
    RETURNING invitations.id, event_id AS "eventId", email`;
}
