import { Injectable } from '@nestjs/common';
import { openSignedId, PublicUrl, Secrets, signedId } from '#kernel';
import { LinkNotValid } from './registration.errors.js';

/** What a link lets its holder do: everything, confirm the address, fetch the calendar file, or follow all their places. */
export type LinkPurpose = 'manage' | 'check' | 'calendar' | 'feed';

/**
 * Unguessable links without a table. They live as long as the registration and the key that signed them; the price
 * is that one link cannot be withdrawn alone.
 */
@Injectable()
export class Links {
  constructor(
    private readonly secrets: Secrets,
    private readonly site: PublicUrl,
  ) {}

  token(purpose: LinkPurpose, registrationId: string): string {
    return signedId(this.secrets, purpose, registrationId);
  }

  /** The id of the registration that the token opens. Throws LinkNotValid. */
  open(purpose: LinkPurpose, token: string): string {
    const id = openSignedId(this.secrets, purpose, token);
    if (!id) throw new LinkNotValid();
    return id;
  }

  manageUrl(registrationId: string): string {
    return `${this.site.base}/manage/${this.token('manage', registrationId)}`;
  }

  checkUrl(registrationId: string): string {
    return `${this.site.base}/check/${this.token('check', registrationId)}`;
  }

  calendarUrl(registrationId: string): string {
    return `${this.site.base}/calendar/registrations/${this.token('calendar', registrationId)}.ics`;
  }

  /** A public calendar: `all`, or the slug of a programme. */
  publicFeedUrl(which: string): string {
    return `${this.site.base}/calendar/${which}.ics`;
  }

  /** A calendar with everything under the address of this registration, to subscribe to. */
  feedUrl(registrationId: string): string {
    return `${this.site.base}/calendar/own/${this.token('feed', registrationId)}.ics`;
  }

  eventUrl(eventSlug: string): string {
    return `${this.site.base}/events/${eventSlug}`;
  }
}
