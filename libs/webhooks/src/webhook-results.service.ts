import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { Clock } from '#kernel';
import { AuditTrail, WORKER } from '#staff';
import { isGivenUp, nextTry, restAfter } from './schedule.js';
import type { Outcome } from './webhook-post.js';
import { viewOf } from './webhook-views.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { Webhook } from './webhook.entity.js';

const GONE = 410;

/** Notes what came of a try, and what follows from it for the webhook. */
@Injectable()
export class WebhookResults {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Answers whether the next delivery may follow at once. */
  async note(delivery: WebhookDelivery, outcome: Outcome): Promise<boolean> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const where = { id: delivery.webhookId };
      const webhook = await tx.findOne(Webhook, { where, lock: { mode: 'pessimistic_write' } });
      if (!webhook) return false; // taken away meanwhile, and its log with it
      await this.noteTry(tx, delivery, outcome, now);
      if (outcome.arrived) {
        await tx.update(Webhook, where, { failures: 0, failingSince: null, restsUntil: null });
        return true;
      }
      return this.noteFailure(tx, webhook, outcome, now);
    });
  }

  private async noteTry(tx: Tx, { id, tries }: WebhookDelivery, outcome: Outcome, now: Date): Promise<void> {
    const { arrived, status, ms, error } = outcome;
    const nextTryAt = arrived || status === GONE ? null : nextTry(tries + 1, now);
    const state = arrived ? 'delivered' : nextTryAt ? 'waiting' : 'failed';
    const finishedAt = state === 'waiting' ? null : now;
    const result = { status, ms, error, state, tries: tries + 1, lastTryAt: now, nextTryAt, finishedAt } as const;
    await tx.update(WebhookDelivery, { id }, result);
  }

  private async noteFailure(tx: Tx, webhook: Webhook, { status }: Outcome, now: Date): Promise<boolean> {
    const failures = webhook.failures + 1;
    const failingSince = webhook.failingSince ?? now;
    const restsUntil = restAfter(failures, now);
    const why = status === GONE ? 'gone' : isGivenUp(failingSince, now) ? 'failing' : undefined;
    const off = why && switchedOff(webhook, why, now);
    const change = { failures, failingSince, restsUntil, ...off };
    await tx.update(Webhook, { id: webhook.id }, change);
    if (off) this.tell(tx, webhook, { ...webhook, ...change });
    return !off && !restsUntil;
  }

  private tell(tx: Tx, before: Webhook, after: Webhook): void {
    const views = { before: viewOf(before), after: viewOf(after) };
    this.audit.record(tx, WORKER, { kind: 'webhook.switched-off', subjectId: after.id, ...views });
  }
}

function switchedOff({ version }: Webhook, switchedOffBecause: 'gone' | 'failing', now: Date) {
  return { active: false, switchedOffAt: now, switchedOffBecause, version: version + 1, updatedAt: now };
}
