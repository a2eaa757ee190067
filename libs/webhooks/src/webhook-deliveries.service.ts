import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Changes, type PlacedChange } from '#changes';
import type { WebhookDeliveriesQuery, WebhookDeliveryView, WebhookView } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, isId, newId, NotFound, NOWHERE } from '#kernel';
import { type Actor, AuditTrail } from '#staff';
import { deliveryView, viewOf } from './webhook-views.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { Webhook } from './webhook.entity.js';
import { WebhookInactive } from './webhooks.errors.js';
import { countDeliveries, forgetDeliveries, insertDeliveries } from './webhooks.queries.js';

const KEPT_MS = 30 * 24 * 60 * 60_000;

type Told = Omit<PlacedChange, 'position'>;

/** The log of what was sent, and sending it again. What is sent again is a delivery of its own; the old one stays as it was. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Newest first. Throws NotFound. */
  async list(webhookId: string, query: WebhookDeliveriesQuery): Promise<Paged<WebhookDeliveryView>> {
    const { limit, cursor, state } = readCursor(query);
    await this.webhook(this.database.reader, webhookId);
    const where = { webhookId, ...(state && { state }), ...(cursor && { id: LessThan(cursor) }) };
    const found = await this.database.reader.find(WebhookDelivery, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(found.map(deliveryView), limit);
  }

  /** Deliveries of these changes, to be sent now, in this order. */
  make(tx: Tx, webhookId: string, changes: readonly Told[]): WebhookDelivery[] {
    const now = this.clock.now();
    const rows = changes.map(({ id, kind, subjectId, eventId, at }): WebhookDelivery => ({
      ...{ id: newId(), webhookId, changeId: id, kind, subjectId, eventId: eventId ?? NOWHERE, at: new Date(at) },
      ...{ state: 'waiting', tries: 0, status: null, ms: null, error: null },
      ...{ createdAt: now, lastTryAt: null, nextTryAt: now, finishedAt: null },
    }));
    insertDeliveries(tx, rows);
    return rows;
  }

  /** Throws NotFound or WebhookInactive. */
  async replay(tx: Tx, actor: Actor, webhookId: string, deliveryId: string): Promise<WebhookDeliveryView> {
    const webhook = await this.active(tx, webhookId);
    const found = isId(deliveryId)
      ? await tx.findOneBy(WebhookDelivery, { id: deliveryId, webhookId: webhook.id })
      : null;
    if (!found) throw new NotFound('delivery');
    const [made] = this.make(tx, webhook.id, [deliveryView(found).change]);
    this.audit.record(tx, actor, { kind: 'webhook.replayed', subjectId: webhook.id, after: { deliveryId } });
    return deliveryView(made!);
  }

  /** Everything that has happened since; what had arrived before comes again. Throws NotFound or WebhookInactive. */
  async replaySince(tx: Tx, actor: Actor, webhookId: string, since: string): Promise<WebhookView> {
    const { id } = await this.active(tx, webhookId);
    // The webhook before the feed, as the dispatcher does it, so that the two never wait for each other.
    const webhook = await tx.findOneOrFail(Webhook, { where: { id }, lock: { mode: 'pessimistic_write' } });
    const position = await this.changes.before(tx, new Date(since));
    if (BigInt(position) < BigInt(webhook.position)) await tx.update(Webhook, { id }, { position });
    this.audit.record(tx, actor, { kind: 'webhook.replayed', subjectId: id, after: { since } });
    return viewOf(webhook);
  }

  /** Sends a change that is none, to see whether it arrives. Throws NotFound or WebhookInactive. */
  async test(tx: Tx, actor: Actor, webhookId: string): Promise<WebhookDeliveryView> {
    const { id: subjectId } = await this.active(tx, webhookId);
    const at = this.clock.now().toISOString();
    const [made] = this.make(tx, subjectId, [{ id: newId(), kind: 'webhook.test', subjectId, eventId: null, at }]);
    // It rings the bell, too, so that the worker sends at once.
    this.audit.record(tx, actor, { kind: 'webhook.tested', subjectId });
    return deliveryView(made!);
  }

  /** Of the whole log, empty states too. */
  async countByState(): Promise<Record<string, number>> {
    const found = await countDeliveries(this.database.reader);
    const counts = Object.fromEntries(found.map(({ state, count }) => [state, count]));
    return { waiting: 0, delivered: 0, failed: 0, ...counts };
  }

  /** The log is kept for thirty days. */
  async forgetOld(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    await this.database.transaction((tx) => forgetDeliveries(tx, before));
  }

  private async active(tx: Tx, id: string): Promise<Webhook> {
    const webhook = await this.webhook(tx, id);
    if (!webhook.active) throw new WebhookInactive();
    return webhook;
  }

  private async webhook(tx: Tx, id: string): Promise<Webhook> {
    const found = isId(id) ? await tx.findOneBy(Webhook, { id }) : null;
    if (!found) throw new NotFound('webhook');
    return found;
  }
}
