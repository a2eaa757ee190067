import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Targets } from './targets.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { WebhookDispatcher } from './webhook-dispatcher.service.js';
import { WebhookResults } from './webhook-results.service.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookSender } from './webhook-sender.service.js';
import { WebhookWork } from './webhook-work.service.js';
import { Webhook } from './webhook.entity.js';
import { Webhooks } from './webhooks.service.js';

const SERVICES = [Webhooks, WebhookDeliveries, WebhookDispatcher];

@Module({})
export class WebhooksModule {
  /** `privateTargets` lets webhooks go to addresses that only this house can reach, and by plain http. */
  static at({ privateTargets }: { readonly privateTargets: boolean }): DynamicModule {
    const targets = { provide: Targets, useFactory: () => new Targets(privateTargets) };
    return {
      module: WebhooksModule,
      imports: [TypeOrmModule.forFeature([Webhook, WebhookDelivery])],
      providers: [...SERVICES, targets, WebhookResults, WebhookSecrets, WebhookSender, WebhookWork],
      exports: [...SERVICES, Targets],
    };
  }
}
