import type { WebhookDeliveryView, WebhookView } from '#contracts';
import { NOWHERE } from '#kernel';
import type { Webhook } from './webhook.entity.js';
import type { WebhookDelivery } from './webhook-delivery.entity.js';

/** Without its secrets. */
export function viewOf(webhook: Webhook): WebhookView {
  const { id, url, description, kinds, eventIds, active, switchedOffBecause, version } = webhook;
  return {
    ...{ id, url, description, kinds, eventIds, active },
    failingSince: webhook.failingSince?.toISOString() ?? null,
    switchedOffAt: webhook.switchedOffAt?.toISOString() ?? null,
    switchedOffBecause,
    version,
    createdAt: webhook.createdAt.toISOString(),
    updatedAt: webhook.updatedAt.toISOString(),
  };
}

export function deliveryView(delivery: WebhookDelivery): WebhookDeliveryView {
  const { id, webhookId, state, tries, status, ms, error } = delivery;
  return {
    ...{ id, webhookId, change: changeOf(delivery), state, tries, status, ms, error },
    createdAt: delivery.createdAt.toISOString(),
    lastTryAt: delivery.lastTryAt?.toISOString() ?? null,
    nextTryAt: delivery.nextTryAt?.toISOString() ?? null,
    finishedAt: delivery.finishedAt?.toISOString() ?? null,
  };
}

/** As in the feed. */
export function changeOf({ changeId, kind, subjectId, eventId, at }: WebhookDelivery): WebhookDeliveryView['change'] {
  return { id: changeId, kind, subjectId, eventId: eventId === NOWHERE ? null : eventId, at: at.toISOString() };
}
