import { Admission, PoolRelease } from '#admission';
import { DomainError, newId } from '#kernel';
import {
  CancelService,
  EmailCheck,
  MoveService,
  RegistrationService,
  SelfService,
  UnverifiedExpiry,
} from '#registration';
import type { TestApp } from '../support/test-app.js';
import type { Deed, PoolKind, WorldPlan } from './deeds.js';
import { RELEASE_MINUTES } from './model.js';

interface SessionIds {
  readonly id: string;
  readonly pools: Record<PoolKind, string>;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The same world as the model's, in the real services on a real database. */
export class House {
  private constructor(
    private readonly app: TestApp,
    private readonly eventId: string,
    private readonly sessions: readonly SessionIds[],
    private readonly parties: string[] = [],
  ) {}

  static async build(app: TestApp, { confirmation, oneRegistrationPer, sessions }: WorldPlan): Promise<House> {
    const event = await app.make.event({ confirmation, oneRegistrationPer });
    const now = app.clock.now().getTime();
    const built: SessionIds[] = [];
    for (const { open, invited, spare } of sessions) {
      const { id } = await app.make.session(event, {
        startsAt: new Date(now + 30 * DAY),
        capacity: open + invited + spare,
        places: open,
        pools: [{ name: 'Invited', places: invited, releasesAt: new Date(now + RELEASE_MINUTES * MINUTE) }],
      });
      const pools = await app.database.reader.sql<{ id: string; audience: string }[]>`
        SELECT id, audience FROM pools WHERE session_id = ${id}`;
      const idOf = (audience: string) => pools.find((pool) => pool.audience === audience)!.id;
      built.push({ id, pools: { open: idOf('public'), invited: idOf('invited') } });
    }
    return new House(app, event.id, built);
  }

  /** The same world, seen from another server. */
  from(app: TestApp): House {
    return new House(app, this.eventId, this.sessions, this.parties);
  }

  get size(): number {
    return this.parties.length;
  }

  /** Does it and answers what its doer is told. */
  async answer(deed: Deed): Promise<string> {
    try {
      return await this.does(deed);
    } catch (error) {
      if (error instanceof DomainError) return toldBy(error);
      throw error;
    }
  }

  private async does(deed: Deed): Promise<string> {
    const { app } = this;
    const id = 'party' in deed ? this.parties[deed.party]! : '';
    switch (deed.does) {
      case 'register':
        return this.register(deed.session, deed.address, deed.people);
      case 'accept an invitation':
        return this.accept(this.sessions[deed.session]!, deed.people);
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

  /** Invitations are a lib of their own; here it is enough that they take from their pool. */
  private accept({ id, pools }: SessionIds, people: number): Promise<string> {
    return this.app.database.transaction(async (tx) => {
      const admission = this.app.service(Admission);
      const pool = (await admission.lock(tx, [pools.invited])).get(pools.invited)!;
      const [granted] = admission.take(tx, pool, [people]);
      if (!granted) return 'refused';
      const guest = newId();
      await tx.sql`
        INSERT INTO registrations (id, event_id, session_id, pool_id, reference, state, party_size, contact_name,
          contact_email, email_key, unique_within, places, source, calendar_uid, created_at, updated_at, confirmed_at)
        VALUES (${guest}, ${this.eventId}, ${id}, ${pools.invited}, ${guest}, 'confirmed', ${people}, 'Guest',
          ${guest}, ${guest}, ${id}, ${JSON.stringify(Array.from({ length: people }, () => ({})))}::jsonb, 'api', ${guest}, now(), now(), now())`;
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
      SELECT places, taken, released_at IS NOT NULL AS released
      FROM pools WHERE id = ANY(${ids}::uuid[]) ORDER BY array_position(${ids}::uuid[], id)`;
  }

  /** Sentences about pools whose count is not that of their people, and sessions with more places than they hold. */
  async faults(): Promise<string[]> {
    const rows = await this.app.database.reader.sql<{ fault: string }[]>`
      SELECT format('pool %s counts %s, its people are %s', p.id, p.taken, coalesce(sum(r.party_size), 0)) AS fault
      FROM pools p LEFT JOIN registrations r ON r.pool_id = p.id AND r.state <> 'cancelled'
      WHERE p.event_id = ${this.eventId} GROUP BY p.id, p.taken HAVING p.taken <> coalesce(sum(r.party_size), 0)
      UNION ALL
      SELECT format('session %s has %s places in pools for %s', s.id, sum(p.places), s.capacity)
      FROM sessions s JOIN pools p ON p.session_id = s.id
      WHERE s.event_id = ${this.eventId} GROUP BY s.id, s.capacity HAVING sum(p.places) > s.capacity`;
    return rows.map(({ fault }) => fault);
  }
}

/** The refusal's code, with the number that the model knows too. */
function toldBy({ code, data }: DomainError): string {
  if ('available' in data) return `${code}: ${String(data['available'])} left`;
  return 'by' in data ? `${code}: by ${String(data['by'])}` : code;
}
