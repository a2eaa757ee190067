import { Body, Param, Query } from '@nestjs/common';
import { MadeWebhook, NewWebhook, PageQuery, WebhookChange, WebhookPage, WebhookView } from '#contracts';
import type { InTransaction } from '#database';
import type { Expected } from '#kernel';
import type { Caller as AdminCaller } from '#staff';
import { Targets, Webhooks } from '#webhooks';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { Caller } from './access.guard.js';
import { AdminController, AdminDelete, AdminGet, AdminPatch, AdminPost } from './operations.js';

const HOUSE = { needs: 'webhooks:write', everywhere: true } as const;
const NOT_ALLOWED = 'invalid_input: the url among them, if it leads to a private address';

@AdminController('webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly targets: Targets,
  ) {}

  @AdminGet('webhooks', {
    ...HOUSE,
    summary: 'Lists webhooks',
    answers: [200, 'A page of webhooks, newest first', WebhookPage],
    refusals: { 422: 'invalid_input' },
  })
  list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.infer<typeof WebhookPage>> {
    return this.webhooks.list(query);
  }

  @AdminGet('webhooks/:id', {
    ...HOUSE,
    summary: 'Reads one webhook',
    answers: [200, 'The webhook, without its secret', WebhookView],
  })
  one(@Param('id') id: string): Promise<WebhookView> {
    return this.webhooks.one(id);
  }

  @AdminPost('webhooks', {
    ...HOUSE,
    summary: 'Makes a webhook that is told what happens',
    description: [
      'From now on every change that fits is sent there by POST as a WebhookBody, signed by Standard Webhooks.',
      '2xx says that it arrived; otherwise it is tried again for three days. 410 switches the webhook off.',
      'A change may come twice, with the same webhook-id. The secret is in this answer and nowhere else.',
    ].join(' '),
    answers: [201, 'The webhook with its secret', MadeWebhook],
    refusals: { 409: 'too_many_webhooks', 422: NOT_ALLOWED },
  })
  async make(
    @Body({ schema: NewWebhook }) body: NewWebhook,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<MadeWebhook> {
    await this.targets.check(body.url);
    return run((tx) => this.webhooks.add(tx, caller, body));
  }

  @AdminPatch('webhooks/:id', {
    ...HOUSE,
    summary: 'Changes a webhook, or switches it on or off',
    description: 'What is left out stays as it is. What has happened while it was off is sent when it is on again.',
    answers: [200, 'The webhook as it is now', WebhookView],
    refusals: { 422: NOT_ALLOWED },
  })
  async change(
    @Param('id') id: string,
    @Body({ schema: WebhookChange }) body: WebhookChange,
    @Caller() caller: AdminCaller,
    @IfMatch() expected: Expected,
    @OneTransaction() run: InTransaction,
  ): Promise<WebhookView> {
    if (body.url !== undefined) await this.targets.check(body.url);
    return run((tx) => this.webhooks.change(tx, caller, id, expected, body));
  }

  @AdminDelete('webhooks/:id', {
    ...HOUSE,
    summary: 'Takes away a webhook and its log',
    answers: [204, 'It is gone'],
  })
  remove(
    @Param('id') id: string,
    @Caller() caller: AdminCaller,
    @IfMatch() expected: Expected,
    @OneTransaction() run: InTransaction,
  ): Promise<void> {
    return run((tx) => this.webhooks.remove(tx, caller, id, expected));
  }

  @AdminPost('webhooks/:id/rotate-secret', {
    ...HOUSE,
    summary: 'Gives a webhook a new secret',
    description: 'For 24 hours everything is signed with the old one as well.',
    answers: [200, 'The webhook with its new secret', MadeWebhook],
  })
  rotate(
    @Param('id') id: string,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<MadeWebhook> {
    return run((tx) => this.webhooks.rotateSecret(tx, caller, id));
  }
}
