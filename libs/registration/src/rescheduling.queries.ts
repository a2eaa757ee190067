import { read, type Tx } from '#database';

/** When the ballot for places of the session will be drawn, if it is in one that was not drawn yet. */
export async function findDraw(tx: Tx, eventId: string, sessionId: string): Promise<Date | undefined> {
  const [ballot] = await read<{ drawsAt: Date }[]>(tx)`
    SELECT b.draws_at AS "drawsAt" FROM pools p JOIN ballots b ON b.event_id = p.event_id AND b.id = p.ballot_id
    WHERE p.event_id = ${eventId} AND p.session_id = ${sessionId} AND b.drawn_at IS NULL AND b.cancelled_at IS NULL`;
  return ballot?.drawsAt;
}
