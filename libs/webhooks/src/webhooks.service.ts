import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Changes } from '#changes';
import type { MadeWebhook, NewWebhook, PageQuery, WebhookChange, WebhookView } from '#contracts';
import { Database, type Paged, readCursor, toPage, type Tx } from '#database';
import { Clock, type Expected, expectVersion, isId, newId, NotFound } from '#kernel';
import { type Actor, AuditTrail } from '#staff';
import { newSecret } from './signature.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { viewOf } from './webhook-views.js';
import { Webhook } from './webhook.entity.js';
import { TooManyWebhooks } from './webhooks.errors.js';

/** Each has a sender of its own in a worker. */
const MOST = 50;
const DAY_MS = 24 * 60 * 60_000;
const WELL = { failures: 0, failingSince: null, restsUntil: null, switchedOffAt: null, switchedOffBecause: null };

/** Where changes are pushed to. What an address may be is looked at before, by `Targets`. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly audit: AuditTrail,
    private readonly secrets: WebhookSecrets,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(query: PageQuery): Promise<Paged<WebhookView>> {
    const { limit, cursor } = readCursor(query);
    const where = cursor === undefined ? {} : { id: LessThan(cursor) };
    const found = await this.database.reader.find(Webhook, { where, order: { id: 'DESC' }, take: limit + 1 });
    return toPage(found.map(viewOf), limit);
  }

  /** Throws NotFound. */
  async one(id: string): Promise<WebhookView> {
    const found = isId(id) ? await this.database.reader.findOneBy(Webhook, { id }) : null;
    if (!found) throw new NotFound('webhook');
    return viewOf(found);
  }

  /** It is told what happens from now on. Throws TooManyWebhooks. */
  async add(tx: Tx, actor: Actor, wish: NewWebhook): Promise<MadeWebhook> {
    if ((await tx.count(Webhook)) >= MOST) throw new TooManyWebhooks(MOST);
    const [now, id, secret] = [this.clock.now(), newId(), newSecret()];
    const { url, description = null, kinds = ['*'], eventIds = null, active = true } = wish;
    const webhook: Webhook = {
      ...{ id, url, description, kinds, eventIds, active, ...WELL },
      ...{ secret: this.secrets.seal(id, secret), previousSecret: null, previousSecretUntil: null },
      ...{ position: await this.changes.end(tx), leasedBy: null, leasedUntil: null },
      ...{ version: 1, createdAt: now, updatedAt: now },
    };
    await tx.insert(Webhook, webhook);
    const view = viewOf(webhook);
    this.audit.record(tx, actor, { kind: 'webhook.made', subjectId: id, after: view });
    return { ...view, secret };
  }

  /** One that is switched on again gets what has happened meanwhile. Throws NotFound or Stale. */
  async change(tx: Tx, actor: Actor, id: string, expected: Expected, wish: WebhookChange): Promise<WebhookView> {
    const before = await this.locked(tx, id, expected);
    const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as WebhookChange;
    const fresh = wish.active || (wish.url !== undefined && wish.url !== before.url) ? WELL : {};
    const change = { ...given, ...fresh, version: before.version + 1, updatedAt: this.clock.now() };
    await tx.update(Webhook, { id }, change);
    const after = viewOf({ ...before, ...change });
    this.audit.record(tx, actor, { kind: 'webhook.changed', subjectId: id, before: viewOf(before), after });
    return after;
  }

  /** With its log. Throws NotFound or Stale. */
  async remove(tx: Tx, actor: Actor, id: string, expected: Expected): Promise<void> {
    const webhook = await this.locked(tx, id, expected);
    await tx.delete(Webhook, { id });
    this.audit.record(tx, actor, { kind: 'webhook.removed', subjectId: id, before: viewOf(webhook) });
  }

  /** For a day everything is signed with the old secret as well. Throws NotFound. */
  async rotateSecret(tx: Tx, actor: Actor, id: string): Promise<MadeWebhook> {
    const before = await this.locked(tx, id, 'any');
    const [now, secret] = [this.clock.now(), newSecret()];
    const change = {
      secret: this.secrets.seal(id, secret),
      previousSecret: before.secret,
      previousSecretUntil: new Date(now.getTime() + DAY_MS),
      ...{ version: before.version + 1, updatedAt: now },
    };
    await tx.update(Webhook, { id }, change);
    this.audit.record(tx, actor, { kind: 'webhook.secret-rotated', subjectId: id });
    return { ...viewOf({ ...before, ...change }), secret };
  }

  /** Throws NotFound or Stale. */
  private async locked(tx: Tx, id: string, expected: Expected): Promise<Webhook> {
    const found = isId(id) ? await tx.findOne(Webhook, { where: { id }, lock: { mode: 'pessimistic_write' } }) : null;
    if (!found) throw new NotFound('webhook');
    expectVersion(expected, found.version);
    return found;
  }
}
