import { Injectable } from '@nestjs/common';
import type { RegistrationView } from '#contracts';
import { Clock, NotFound } from '#kernel';
import { Links, type LinkPurpose, SelfService, WhatsOn } from '#registration';
import { Declines } from '#replies';
import { type Holding, possible } from './holding.js';

/** Loads what a mailed link opens. */
@Injectable()
export class Holdings {
  constructor(
    private readonly links: Links,
    private readonly selfService: SelfService,
    private readonly whatsOn: WhatsOn,
    private readonly declines: Declines,
    private readonly clock: Clock,
  ) {}

  /** Throws LinkNotValid. */
  async open(token: string, purpose: LinkPurpose = 'manage'): Promise<Holding> {
    return this.of(await this.selfService.view(this.links.open(purpose, token)));
  }

  async of(registration: RegistrationView): Promise<Holding> {
    const event = await this.whatsOn.event(registration.eventSlug);
    const session = event.sessions.find(({ id }) => id === registration.sessionId);
    if (!session) throw new NotFound('session');
    const can = possible({ registration, event, session }, this.clock.now());
    const due = registration.state === 'confirmed' ? await this.declines.dueAt(registration.id) : undefined;
    const declined = due && { declineDueAt: due.toISOString() };
    return { registration, event, session, base: managePath(registration), can, ...declined };
  }
}

/** Stays on the host that the page came from, whatever the mails call it. */
export function managePath({ manageUrl }: Pick<RegistrationView, 'manageUrl'>): string {
  return new URL(manageUrl).pathname;
}
