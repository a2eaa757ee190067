import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Bell } from '#changes';
import { Jobs } from '#jobs';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { WebhookDispatcher } from './webhook-dispatcher.service.js';

/** Wakes the dispatcher whenever something has happened, in processes that do jobs. */
@Injectable()
export class WebhookWork implements OnModuleInit {
  private readonly log = new Logger('Webhooks');
  private looking = false;
  private again = false;

  constructor(
    private readonly bell: Bell,
    private readonly jobs: Jobs,
    private readonly dispatcher: WebhookDispatcher,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('webhook.forget-old', 1, () => this.deliveries.forgetOld());
    this.jobs.repeat('webhook.forget-old', '47 3 * * *');
    if (this.jobs.works) this.bell.listen(() => void this.look());
  }

  /** One look at a time; it starts what it finds and does not wait for that. */
  private async look(): Promise<void> {
    this.again = true;
    if (this.looking) return;
    this.looking = true;
    while (this.again) {
      this.again = false;
      await this.dispatcher.start().catch((error: unknown) => {
        this.log.warn({ err: error }, 'What is to be sent could not be read; it is tried again.');
      });
    }
    this.looking = false;
  }
}
