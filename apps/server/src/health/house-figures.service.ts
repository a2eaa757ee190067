import { Injectable } from '@nestjs/common';
import { QueueLengths } from '#jobs';
import { MessageLog } from '#mail';
import { WebhookDeliveries } from '#webhooks';

const KEPT_MS = 15_000;
const PATIENCE_MS = 2000;

/** What is counted in the database, and so is the same whichever process says it. */
export interface Figures {
  readonly jobs: Awaited<ReturnType<QueueLengths['read']>>;
  readonly messages: Readonly<Record<string, number>>;
  readonly deliveries: Readonly<Record<string, number>>;
}

/** Reads the figures, at most once in some seconds however many ask. */
@Injectable()
export class HouseFigures {
  private last: { readonly at: number; readonly figures: Promise<Figures | undefined> } | undefined;

  constructor(
    private readonly queues: QueueLengths,
    private readonly messages: MessageLog,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  /** Undefined where the database does not say: whoever watches is told everything else all the same. */
  read(): Promise<Figures | undefined> {
    const now = performance.now();
    if (!this.last || now - this.last.at > KEPT_MS) this.last = { at: now, figures: this.soon() };
    return this.last.figures;
  }

  private async soon(): Promise<Figures | undefined> {
    const late = new Promise<undefined>((resolve) => {
      setTimeout(resolve, PATIENCE_MS, undefined).unref();
    });
    return Promise.race([this.all(), late]).catch(() => undefined);
  }

  private async all(): Promise<Figures> {
    const [jobs, messages, deliveries] = await Promise.all([
      this.queues.read(),
      this.messages.countByState(),
      this.deliveries.countByState(),
    ]);
    return { jobs, messages, deliveries };
  }
}
