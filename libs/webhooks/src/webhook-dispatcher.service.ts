import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Changes } from '#changes';
import { Database, type Tx } from '#database';
import { Clock, newId } from '#kernel';
import { isWanted } from './kinds.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { WebhookSender } from './webhook-sender.service.js';
import { Webhook } from './webhook.entity.js';
import { findBusy, findDueDeliveries, lease, letGo } from './webhooks.queries.js';

const AT_ONCE = 20;
const READ_AT_ONCE = 100;

/**
 * Makes the feed of changes into deliveries and sends them, one after the other to each webhook and to all webhooks
 * side by side. A lease in the row of a webhook lets one worker alone do that; a worker that dies loses it within a
 * minute, and what it was sending goes out again.
 */
@Injectable()
export class WebhookDispatcher implements BeforeApplicationShutdown {
  private readonly log = new Logger('Webhooks');
  private readonly worker = newId();
  private readonly turns = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();
  private closing = false;

  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly deliveries: WebhookDeliveries,
    private readonly sender: WebhookSender,
    private readonly clock: Clock,
  ) {}

  /** Sends everything that is due now to whom nobody else is sending; resolves once that is done. */
  async work(): Promise<void> {
    await Promise.all((await this.start()).turns);
  }

  /** The same, resolved as soon as it has begun: somebody who does not answer holds up nobody. */
  async start(): Promise<{ readonly turns: readonly Promise<void>[] }> {
    const now = this.clock.now();
    const ids = await this.database.transaction(async (tx) =>
      findBusy(tx, { now, end: await this.changes.end(tx), worker: this.worker }),
    );
    return { turns: this.closing ? [] : ids.map((id) => this.turnOf(id)) };
  }

  /** The try under way is ended; the lease goes to another worker. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    await Promise.all(this.turns.values());
  }

  /** A turn that is under way is followed by another: it may have looked just before there was something. */
  private turnOf(id: string): Promise<void> {
    const under = this.turns.get(id);
    if (under) {
      this.again.add(id);
      return under;
    }
    const turn = this.serve(id)
      .catch((error: unknown) => this.log.error({ err: error, webhookId: id }, 'A webhook could not be served.'))
      .then(() => {
        this.turns.delete(id);
        return this.again.delete(id) ? this.turnOf(id) : undefined;
      });
    this.turns.set(id, turn);
    return turn;
  }

  private async serve(id: string): Promise<void> {
    while (!this.closing) {
      const due = await this.database.transaction((tx) => this.nextFor(tx, id));
      if (due.length === 0) break;
      if (!(await this.sendAll(id, due))) break;
    }
    await this.database.transaction((tx) => letGo(tx, id, this.worker));
  }

  /** What is due, or else what the feed has; nothing without the lease. */
  private async nextFor(tx: Tx, id: string): Promise<string[]> {
    const now = this.clock.now();
    if (!(await lease(tx, id, this.worker))) return [];
    const { restsUntil } = await tx.findOneByOrFail(Webhook, { id });
    if (restsUntil && restsUntil > now) return [];
    const due = await findDueDeliveries(tx, id, now, AT_ONCE);
    return due.length > 0 ? due : this.readOn(tx, id);
  }

  /** Makes what has happened since the last time into deliveries; the position goes on in the same transaction. */
  private async readOn(tx: Tx, id: string): Promise<string[]> {
    const { kinds, eventIds, position } = await tx.findOneByOrFail(Webhook, { id });
    for (let after = position, more = true; more;) {
      const stretch = await this.changes.follow(tx, { after, limit: READ_AT_ONCE, eventIds });
      const wanted = stretch.changes.filter(({ kind }) => isWanted(kinds, kind));
      await tx.update(Webhook, { id }, { position: stretch.until });
      if (wanted.length > 0) return this.deliveries.make(tx, id, wanted).map((made) => made.id);
      ({ until: after, more } = stretch);
    }
    return [];
  }

  /** Answers whether to go on. */
  private async sendAll(id: string, deliveryIds: readonly string[]): Promise<boolean> {
    for (const deliveryId of deliveryIds) {
      if (this.closing || !(await this.database.transaction((tx) => lease(tx, id, this.worker)))) return false;
      if (!(await this.sender.send(id, deliveryId))) return false;
    }
    return true;
  }
}
