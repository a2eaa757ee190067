import { Injectable } from '@nestjs/common';
import type { WebhookBody } from '#contracts';
import { Database } from '#database';
import { Clock } from '#kernel';
import { signedHeaders } from './signature.js';
import { Targets } from './targets.js';
import { WebhookPost } from './webhook-post.js';
import { WebhookResults } from './webhook-results.service.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { changeOf } from './webhook-views.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { Webhook } from './webhook.entity.js';

/** Sends one delivery as its webhook is now. */
@Injectable()
export class WebhookSender {
  private readonly post: WebhookPost;

  constructor(
    private readonly database: Database,
    private readonly secrets: WebhookSecrets,
    private readonly results: WebhookResults,
    private readonly clock: Clock,
    targets: Targets,
  ) {
    this.post = new WebhookPost(targets);
  }

  /** Answers whether the next may follow at once. */
  async send(webhookId: string, deliveryId: string): Promise<boolean> {
    const webhook = await this.database.reader.findOneBy(Webhook, { id: webhookId });
    const delivery = await this.database.reader.findOneBy(WebhookDelivery, { id: deliveryId });
    if (!webhook?.active || delivery?.state !== 'waiting') return webhook?.active === true;
    const change = changeOf(delivery);
    const body = JSON.stringify({ type: change.kind, timestamp: change.at, data: change } satisfies WebhookBody);
    const signed = signedHeaders(this.secrets.of(webhook), { id: change.id, at: this.clock.now(), body });
    const headers = { ...signed, 'content-type': 'application/json', 'user-agent': 'Gatehouse' };
    return this.results.note(delivery, await this.post.send(webhook.url, headers, body));
  }
}
