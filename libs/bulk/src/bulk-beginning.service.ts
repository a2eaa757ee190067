import { Injectable } from '@nestjs/common';
import { Pool } from '#admission';
import type { BulkFilter, BulkPreview, BulkWish, NewBulkAction } from '#contracts';
import { insertRows, type Tx } from '#database';
import { Jobs } from '#jobs';
import { Clock, newId, NotFound } from '#kernel';
import { Event, Session } from '#programme';
import { type Clerk, RegistrationMatching } from '#registration';
import { AuditTrail, mustMay, type Reach } from '#staff';
import { BulkAction } from './bulk-action.entity.js';
import { BulkActionItem } from './bulk-action-item.entity.js';
import { CountChanged, TooManyAtOnce } from './bulk-action.errors.js';
import type { BulkJob } from './bulk-work.service.js';
import { BulkWishes } from './bulk-wishes.service.js';

const MOST = 100_000;
const SAMPLE = 5;

/** Shows which registrations a filter means, and begins to do something to each of them. */
@Injectable()
export class BulkBeginning {
  constructor(
    private readonly matching: RegistrationMatching,
    private readonly wishes: BulkWishes,
    private readonly jobs: Jobs,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Throws NotFound. */
  async preview(tx: Tx, asked: BulkFilter, reach: Reach): Promise<BulkPreview> {
    const filter = await within(tx, asked, reach);
    const first = await this.matching.masked(filter, reach, SAMPLE).next();
    const shown = first.done ? [] : first.value;
    const sample = shown.map(({ id, reference, contact, partySize }) => ({
      ...{ id, reference, name: contact.name, partySize },
    }));
    return { ...(await this.matching.count(filter, reach)), sample };
  }

  /**
   * Names the registrations that it is for, once and for all, and leaves the job that does it. Throws NotFound,
   * NotPermitted, CountChanged or TooManyAtOnce.
   */
  async begin(tx: Tx, { actor, reach }: Clerk, { filter: asked, wish, expected }: NewBulkAction): Promise<BulkAction> {
    const filter = await within(tx, asked, reach);
    const { eventId } = filter;
    await mustMakeSense(tx, wish, eventId);
    if (wish.action === 'resend') mustMay(actor, 'messages:write', eventId);
    const found = await this.matching.ids(tx, filter, reach, MOST + 1);
    if (found.length > MOST) throw new TooManyAtOnce(MOST);
    if (expected !== undefined && expected !== found.length) throw new CountChanged(found.length);
    const id = newId();
    const people = found.reduce((sum, { partySize }) => sum + partySize, 0);
    const action: BulkAction = {
      ...{ id, eventId, action: wish.action, sealedWish: this.wishes.seal(id, wish), filter },
      ...{ actorKind: actor.kind, actorId: actor.id, actorName: actor.name, address: actor.address },
      ...{ state: 'running', total: found.length, people, version: 1, createdAt: this.clock.now(), finishedAt: null },
    };
    await tx.insert(BulkAction, action);
    // Who came first is served first, where there are not places for all.
    const items = found.toReversed().map((one, position) => ({ registrationId: one.id, position }));
    const common = { bulkActionId: id, eventId, state: 'waiting', code: null, detail: null } as const;
    insertRows(
      tx,
      BulkActionItem,
      items.map((item) => ({ ...item, ...common })),
    );
    await this.jobs.enqueue(tx, 'bulk.work', [{ eventId, bulkActionId: id } satisfies BulkJob]);
    const after = { action: wish.action, filter, registrations: found.length, people };
    const reason = 'reason' in wish ? wish.reason : undefined;
    this.audit.record(tx, actor, { kind: 'bulk-action.begun', subjectId: id, eventId, after, reason });
    return action;
  }
}

/** The filter with ids as we write them. Throws NotFound: what is out of reach does not exist. */
async function within(tx: Tx, filter: BulkFilter, reach: Reach): Promise<BulkFilter> {
  const eventId = filter.eventId.toLowerCase();
  reach.mustCover(eventId, 'event');
  const { sessionId, poolId } = filter;
  if (!(await tx.existsBy(Event, { id: eventId }))) throw new NotFound('event');
  if (sessionId && !(await tx.existsBy(Session, { id: sessionId, eventId }))) throw new NotFound('session');
  if (poolId && !(await tx.existsBy(Pool, { id: poolId, eventId }))) throw new NotFound('pool');
  return { ...filter, eventId };
}

async function mustMakeSense(tx: Tx, wish: BulkWish, eventId: string): Promise<void> {
  if (wish.action !== 'move') return;
  if (!(await tx.existsBy(Session, { id: wish.sessionId, eventId }))) throw new NotFound('session');
}
