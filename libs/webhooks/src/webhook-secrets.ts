import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#database';
import { Clock, KeyRotation, Secrets } from '#kernel';
import { Webhook } from './webhook.entity.js';

/** What signatures are made with, sealed in the row of its webhook and of no use in another. */
@Injectable()
export class WebhookSecrets implements OnModuleInit {
  constructor(
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('secrets of webhooks', () => this.sealAnew());
  }

  seal(webhookId: string, secret: string): string {
    return this.secrets.seal(secret, placeOf(webhookId));
  }

  /** Those with which is signed now, the newest first. */
  of({ id, secret, previousSecret, previousSecretUntil }: Webhook): string[] {
    const overlaps = previousSecret !== null && previousSecretUntil! > this.clock.now();
    return [secret, ...(overlaps ? [previousSecret] : [])].map((sealed) => this.secrets.open(sealed, placeOf(id)));
  }

  private async sealAnew(): Promise<number> {
    const { reader } = this.database;
    let count = 0;
    for (const { id, secret, previousSecret } of await reader.find(Webhook, { order: { id: 'ASC' } })) {
      const anew = { secret: this.anew(id, secret), previousSecret: previousSecret && this.anew(id, previousSecret) };
      if (anew.secret === secret && anew.previousSecret === previousSecret) continue;
      // Unless it was changed meanwhile: then it is sealed with the first key already.
      await reader.update(Webhook, { id, secret }, anew);
      count++;
    }
    return count;
  }

  private anew(id: string, sealed: string): string {
    return this.secrets.isCurrent(sealed) ? sealed : this.seal(id, this.secrets.open(sealed, placeOf(id)));
  }
}

function placeOf(webhookId: string): string {
  return `webhooks/${webhookId}`;
}
