import { Admission, PoolRelease } from '#admission';
import type { Tx } from '#database';
import { DomainError, InvalidInput, newId } from '#kernel';
import {
  CancelService,
  EmailCheck,
  MoveService,
  RegistrationService,
  SelfService,
  UnverifiedExpiry,
} from '#registration';
import { Joining, type LookJob, LookingAround, offerDeadline, Offering, OwnEntry } from '#waiting-list';
import type { TestApp } from '../support/test-app.js';
import type { Deed, PoolKind, WorldPlan } from './deeds.js';
import { RELEASE_MINUTES } from './model.js';

interface SessionIds {
  readonly id: string;
  readonly pools: Record<PoolKind, string>;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OFFER_MINUTES = 60;
const ZONE = 'Europe/London';

/** The same world as the model's, in the real services on a real database. */
export class House {
  private constructor(
    private readonly app: TestApp,
    private readonly eventId: string,
    private readonly sessions: readonly SessionIds[],
    private readonly startsAt: Date,
    private readonly parties: string[] = [],
    private readonly entries: string[] = [],
  ) {}

  static async build(app: TestApp, { sessions, ...rules }: WorldPlan): Promise<House> {
    const event = await app.make.event({ ...rules, waitingList: true, offerMinutes: OFFER_MINUTES });
    const now = app.clock.now().getTime();
    const startsAt = new Date(now + 90 * DAY);
    const built: SessionIds[] = [];
    for (const { open, invited, spare } of sessions) {
      const { id } = await app.make.session(event, {
        startsAt,
        capacity: open + invited + spare,
        places: open,
        pools: [{ name: 'Invited', places: invited, releasesAt: new Date(now + RELEASE_MINUTES * MINUTE) }],
      });
      const pools = await app.database.reader.sql<{ id: string; audience: string }[]>`
        SELECT id, audience FROM pools WHERE session_id = ${id}`;
      const idOf = (audience: string) => pools.find((pool) => pool.audience === audience)!.id;
      built.push({ id, pools: { open: idOf('public'), invited: idOf('invited') } });
    }
    return new House(app, event.id, built, startsAt);
  }

  /** The same world, seen from another server. */
  from(app: TestApp): House {
    return new House(app, this.eventId, this.sessions, this.startsAt, this.parties, this.entries);
  }

  get size(): number {
    return this.parties.length;
  }

  get waiters(): number {
    return this.entries.length;
  }

  /** Minutes of the model's clock until an offer ends that is made now. */
  deadline(minutes: number): number {
    const now = this.app.clock.now();
    const until = offerDeadline(now, { startsAt: this.startsAt, offerMinutes: OFFER_MINUTES, timeZone: ZONE })!;
    return minutes + (until.getTime() - now.getTime()) / MINUTE;
  }

  /** Does it, answers what its doer is told, and has the worker do what it has left to do. */
  async answer(deed: Deed): Promise<string> {
    try {
      return await this.does(deed);
    } catch (error) {
      if (error instanceof DomainError) return toldBy(error);
      throw error;
    } finally {
      await this.offerWhatIsFree();
    }
  }

  /** What happens each minute: it finds those whom two looks at the same moment left to each other. */
  async lookAround(): Promise<void> {
    await this.app.service(LookingAround).settleDue();
    await this.offerWhatIsFree();
  }

  /** What the jobs would do, in the order of the sessions, until nothing is left to be done. */
  async offerWhatIsFree(): Promise<void> {
    const ids = this.sessions.map(({ id }) => id);
    for (;;) {
      const jobs = await this.app.database.transaction(
        (tx) => tx.sql<{ data: LookJob }[]>`
          WITH due AS (DELETE FROM pgboss.job
            WHERE name = 'waiting-list.offer' AND data->>'sessionId' = ANY(${ids}::text[]) RETURNING data)
          SELECT data FROM due`,
      );
      if (jobs.length === 0) break;
      const inOrder = jobs.toSorted((a, b) => ids.indexOf(a.data.sessionId) - ids.indexOf(b.data.sessionId));
      for (const { data } of inOrder) await this.app.service(Offering).offerIn(data);
    }
    await this.send();
  }

  /** As if every mail went out at once: an offer that nobody has heard of would be kept for longer. */
  private async send(): Promise<void> {
    await this.app.database.reader.sql`
      UPDATE messages SET state = 'sent', finished_at = ${this.app.clock.now()}
      WHERE event_id = ${this.eventId} AND state = 'queued'`;
  }

  private async does(deed: Deed): Promise<string> {
    const { app } = this;
    const id = 'party' in deed ? this.parties[deed.party]! : 'waiter' in deed ? this.entries[deed.waiter]! : '';
    const own = app.service(OwnEntry);
    switch (deed.does) {
      case 'register':
        return this.register(deed.session, deed.address, deed.people);
      case 'accept an invitation':
        return this.letIn(this.sessions[deed.session]!, deed.people);
      case 'give up':
        return (await app.service(CancelService).cancel(id, deed.people)).state;
      case 'move':
        return (await app.service(MoveService).move(id, this.sessions[deed.session]!.id)).state;
      case 'become':
        return (await app.service(SelfService).change(id, { partySize: deed.people })).state;
      case 'follow the link':
        return (await app.service(EmailCheck).confirm(id)).state;
      case 'resize':
        await this.resize(this.sessions[deed.session]!.pools[deed.pool], deed.places);
        return 'done';
      case 'wait':
        app.clock.travel({ minutes: deed.minutes });
        await app.service(LookingAround).settleDue();
        return 'done';
      case 'join the waiting list':
        return this.join(deed.wants, deed.people, deed.fewer);
      case 'take what is offered':
        return own.run((tx) => this.accept(tx, id, deed.people));
      case 'say no to what is offered':
        await own.run((tx) => own.decline(tx, id, {}));
        return 'done';
      case 'leave the waiting list':
        await own.run((tx) => own.leave(tx, id));
        return 'done';
      case 'release':
        await app.service(PoolRelease).releaseDue();
        return 'done';
      case 'expire':
        await app.service(UnverifiedExpiry).expireDue();
        return 'done';
    }
  }

  private async register(session: number, address: number, partySize: number): Promise<string> {
    const contact = { name: 'Ada Birch', email: `${address}-${this.eventId}@example.org` };
    const body = { sessionId: this.sessions[session]!.id, contact, partySize };
    const { receipt } = await this.app
      .service(RegistrationService)
      .register({ body, source: 'web', requestId: newId() });
    const [made] = await this.app.database.reader.sql<{ id: string }[]>`
      SELECT id FROM registrations WHERE id = ${receipt.id} AND stands_in_for IS NULL`;
    if (made) this.parties.push(made.id);
    return receipt.state;
  }

  private async join(wants: readonly number[], partySize: number, fewerIsFine: boolean): Promise<string> {
    const { app } = this;
    const email = `${newId()}@example.org`;
    const sessionIds = wants.map((session) => this.sessions[session]!.id);
    const body = { sessionIds, contact: { name: 'May Reed', email }, partySize, fewerIsFine };
    await app.database.transaction((tx) => app.service(Joining).join(tx, body, 'web'));
    const [entry] = await app.database.reader.sql<{ id: string }[]>`
      SELECT id FROM waiting_list_entries WHERE email_key = ${email}`;
    await app.database.transaction((tx) => app.service(OwnEntry).confirm(tx, entry!.id));
    this.entries.push(entry!.id);
    return 'waiting';
  }

  private async accept(tx: Tx, entryId: string, people: number | undefined): Promise<string> {
    const registrationId = await this.app.service(OwnEntry).accept(tx, entryId, { partySize: people });
    if (!this.parties.includes(registrationId)) this.parties.push(registrationId);
    return 'accepted';
  }

  /** Invitations are a lib of their own; here it is enough that they take from their pool. */
  private letIn({ id, pools }: SessionIds, people: number): Promise<string> {
    return this.app.database.transaction(async (tx) => {
      const admission = this.app.service(Admission);
      const pool = (await admission.lock(tx, [pools.invited])).get(pools.invited)!;
      const [granted] = admission.take(tx, pool, [people]);
      if (!granted) return 'refused';
      const guest = newId();
      const place = { name: null, accessNeeds: null, answers: {}, ticketCode: guest };
      const places = JSON.stringify(Array.from({ length: people }, () => place));
      await tx.sql`
        INSERT INTO registrations (id, event_id, session_id, pool_id, reference, state, party_size, contact_name,
          contact_email, email_key, unique_within, places, source, calendar_uid, created_at, updated_at, confirmed_at)
        VALUES (${guest}, ${this.eventId}, ${id}, ${pools.invited}, ${guest}, 'confirmed', ${people}, 'Guest',
          ${guest}, ${guest}, ${id}, ${places}::jsonb, 'api', ${guest}, now(), now(), now())`;
      this.parties.push(guest);
      return 'granted';
    });
  }

  private resize(poolId: string, places: number): Promise<void> {
    return this.app.database.transaction(async (tx) => {
      const admission = this.app.service(Admission);
      await admission.resize(tx, (await admission.lock(tx, [poolId])).get(poolId)!, places);
    });
  }

  /** Every number of every pool, in the order of the model's. */
  async pools(): Promise<unknown[]> {
    const ids = this.sessions.flatMap(({ pools }) => [pools.open, pools.invited]);
    return this.app.database.reader.sql<unknown[]>`
      SELECT places, taken, offered, waited_for AS "waitedFor", released_at IS NOT NULL AS released
      FROM pools WHERE id = ANY(${ids}::uuid[]) ORDER BY array_position(${ids}::uuid[], id)`;
  }

  /** Sentences about pools whose count is not that of their people, and sessions with more places than they hold. */
  async faults(): Promise<string[]> {
    const rows = await this.app.database.reader.sql<{ fault: string }[]>`
      SELECT format('pool %s counts %s and offers %s, its people are %s', p.id, p.taken, p.offered, people) AS fault
      FROM pools p CROSS JOIN LATERAL (
        SELECT coalesce(sum(r.party_size), 0) AS people FROM registrations r
        WHERE r.event_id = p.event_id AND r.pool_id = p.id AND r.state <> 'cancelled') registered
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(o.people), 0) AS offers FROM waiting_list_offers o
        WHERE o.event_id = p.event_id AND o.pool_id = p.id AND o.state = 'live') offered
      WHERE p.event_id = ${this.eventId} AND (p.taken <> people + offers OR p.offered <> offers)
      UNION ALL
      SELECT format('pool %s has %s places free, and the party of %s waits', p.id, p.places - p.taken, w.party_size)
      FROM pools p JOIN waiting_list_wishes w ON w.session_id = p.session_id AND w.live
      WHERE p.event_id = ${this.eventId} AND p.audience = 'public' AND w.min_size <= p.places - p.taken
        AND NOT EXISTS (
          SELECT FROM waiting_list_wishes before
          WHERE before.session_id = w.session_id AND before.live AND before.saved_for AND before.rank < w.rank
            AND before.min_size <= p.places)
      UNION ALL
      SELECT format('pool %s is %s, and %s parties wait for it', p.id, p.waited_for, count(w))
      FROM pools p LEFT JOIN waiting_list_wishes w ON w.session_id = p.session_id AND w.live
      WHERE p.event_id = ${this.eventId} AND p.audience = 'public'
      GROUP BY p.id, p.waited_for HAVING p.waited_for <> (count(w) > 0)
      UNION ALL
      SELECT format('session %s has %s places in pools for %s', s.id, sum(p.places), s.capacity)
      FROM sessions s JOIN pools p ON p.session_id = s.id
      WHERE s.event_id = ${this.eventId} GROUP BY s.id, s.capacity HAVING sum(p.places) > s.capacity`;
    return rows.map(({ fault }) => fault);
  }
}

/** The refusal's code, that of the first fault where it lists some, with the number that the model knows too. */
function toldBy(error: DomainError): string {
  if (error instanceof InvalidInput) return error.errors[0]!.code;
  const { code, data } = error;
  if ('available' in data) return `${code}: ${String(data['available'])} left`;
  return 'by' in data ? `${code}: by ${String(data['by'])}` : code;
}
