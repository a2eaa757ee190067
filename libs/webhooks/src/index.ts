export { isPublic, type Resolve, Targets } from './targets.js';
export { WebhookDeliveries } from './webhook-deliveries.service.js';
export { WebhookDispatcher } from './webhook-dispatcher.service.js';
export { type Outcome, WebhookPost } from './webhook-post.js';
export { Webhooks } from './webhooks.service.js';
export { WebhooksModule } from './webhooks.module.js';
