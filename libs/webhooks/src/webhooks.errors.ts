import { DomainError, InvalidInput } from '#kernel';

/** It would make the house reach what only the house can reach. */
export function targetRefused(detail: string): InvalidInput {
  return new InvalidInput([{ pointer: '/url', code: 'target_not_allowed', detail }]);
}

export class WebhookInactive extends DomainError {
  readonly code = 'webhook_inactive';
  readonly status = 409;
  constructor() {
    super('This webhook is switched off. Please switch it on first: what has waited is sent then.');
  }
}

export class TooManyWebhooks extends DomainError {
  readonly code = 'too_many_webhooks';
  readonly status = 409;
  constructor(most: number) {
    super(`There are ${most} webhooks already. Please take one away first.`);
  }
}
