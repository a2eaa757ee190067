import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { isId, NotFound } from '#kernel';
import { Event, ProgrammeEditor, Question, refusing, Session, Speaker, Venue } from '#programme';
import { Admission } from './admission.service.js';
import type { ClonePlan, Edition } from './clone-plan.js';
import { Pool } from './pool.entity.js';
import { PoolCodes } from './pool-codes.service.js';
import { PoolNames } from './pool-names.service.js';

/** So many sessions by one statement: a statement takes at most 65,535 values. */
const AT_ONCE = 200;

/** Reads an edition of an event, and writes the next one as it is planned. */
@Injectable()
export class Editions {
  constructor(
    private readonly editor: ProgrammeEditor,
    private readonly admission: Admission,
    private readonly names: PoolNames,
    private readonly codes: PoolCodes,
  ) {}

  /** Throws NotFound. */
  async read(tx: Tx, id: string): Promise<Edition> {
    const event = isId(id) ? await tx.findOneBy(Event, { id }) : null;
    if (!event) throw new NotFound('event');
    const { timeZone } = await tx.findOneByOrFail(Venue, { id: event.venueId });
    const status = event.status === 'cancelled' ? {} : { status: 'scheduled' as const };
    const where = { eventId: event.id, ...status };
    const sessions = await tx.find(Session, { where, order: { startsAt: 'ASC', id: 'ASC' } });
    const pools = await tx.find(Pool, { where: { eventId: event.id }, order: { id: 'ASC' } });
    const newCodes = this.codes.inPlaceOf(pools);
    return {
      ...{ event, timeZone, sessions },
      // A name is sealed to its pool, and sealed again to the new one.
      pools: pools.map((pool) => ({
        ...pool,
        name: this.names.open(pool),
        newCode: newCodes.get(pool.id) ?? null,
      })),
    };
  }

  /** Throws SlugTaken. */
  async write(tx: Tx, edition: Edition, plan: ClonePlan): Promise<Event> {
    const made = await this.addEvent(tx, edition, plan);
    for (let done = 0; done < plan.sessions.length; done += AT_ONCE) {
      await this.addSessions(tx, made.id, plan.sessions.slice(done, done + AT_ONCE));
    }
    return made;
  }

  private async addEvent(tx: Tx, { event }: Edition, { slug, title, window }: ClonePlan): Promise<Event> {
    const of = { where: { eventId: event.id }, order: { position: 'ASC' } } as const;
    const [speakers, questions] = [await tx.find(Speaker, of), await tx.find(Question, of)];
    const draft = { ...event, slug, title, ...window, status: 'draft' as const };
    return refusing(() => this.editor.addEvent(tx, draft, speakers, questions));
  }

  private async addSessions(tx: Tx, eventId: string, planned: ClonePlan['sessions']): Promise<void> {
    const wanted = planned.map(({ original, times }) => ({ ...original, ...times, safeNumberOverride: null }));
    const sessions = await this.editor.addSessions(tx, eventId, wanted);
    const pools = sessions.flatMap(({ id: sessionId }, index) =>
      planned[index]!.pools.map(({ newCode, ...copy }) => {
        const pool = { ...copy, eventId, sessionId };
        return { ...pool, opensBy: this.codes.columnsOf(pool, newCode, pool.codeLimit) };
      }),
    );
    await this.admission.openPools(tx, pools);
  }
}
