import { Body, Param, Query } from '@nestjs/common';
import {
  WebhookDeliveriesQuery,
  WebhookDeliveryPage,
  WebhookDeliveryView,
  WebhookReplay,
  WebhookView,
} from '#contracts';
import type { InTransaction } from '#database';
import type { Caller as AdminCaller } from '#staff';
import { WebhookDeliveries } from '#webhooks';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Caller } from './access.guard.js';
import { AdminController, AdminGet, AdminPost } from './operations.js';

const HOUSE = { needs: 'webhooks:write', everywhere: true } as const;
const OFF = 'webhook_inactive: switch it on first';

@AdminController('webhooks')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveries) {}

  @AdminGet('webhooks/:id/deliveries', {
    ...HOUSE,
    summary: 'Lists what was sent to a webhook, and what came of it',
    description: 'Kept for thirty days.',
    answers: [200, 'A page of deliveries, newest first', WebhookDeliveryPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Param('id') id: string,
    @Query({ schema: WebhookDeliveriesQuery }) query: WebhookDeliveriesQuery,
  ): Promise<z.infer<typeof WebhookDeliveryPage>> {
    return this.deliveries.list(id, query);
  }

  @AdminPost('webhooks/:id/deliveries/:deliveryId/replay', {
    ...HOUSE,
    summary: 'Sends a delivery again',
    answers: [202, 'The new delivery; its webhook-id is that of the old one', WebhookDeliveryView],
    refusals: { 409: OFF },
  })
  replay(
    @Param('id') id: string,
    @Param('deliveryId') deliveryId: string,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<WebhookDeliveryView> {
    return run((tx) => this.deliveries.replay(tx, caller, id, deliveryId));
  }

  @AdminPost('webhooks/:id/replay', {
    ...HOUSE,
    summary: 'Sends everything again that has happened since a moment',
    description: 'In the order in which it happened, with the same webhook-id as the first time.',
    answers: [202, 'The webhook; it is on its way', WebhookView],
    refusals: { 409: OFF },
  })
  replaySince(
    @Param('id') id: string,
    @Body({ schema: WebhookReplay }) { since }: WebhookReplay,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<WebhookView> {
    return run((tx) => this.deliveries.replaySince(tx, caller, id, since));
  }

  @AdminPost('webhooks/:id/test', {
    ...HOUSE,
    summary: 'Sends a change that is none, to see whether it arrives',
    description: 'Its type is webhook.test, whatever kinds the webhook wants.',
    answers: [202, 'The delivery; read it again to see what came of it', WebhookDeliveryView],
    refusals: { 409: OFF },
  })
  test(
    @Param('id') id: string,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<WebhookDeliveryView> {
    return run((tx) => this.deliveries.test(tx, caller, id));
  }
}
