import { Injectable } from '@nestjs/common';
import { isBoundTo, openSignedId, PublicUrl, readSignedId, Secrets, signedId } from '#kernel';
import { LinkNotValid } from './registration.errors.js';

/** What a link lets its holder do: everything, confirm the address, or fetch the calendar file. */
export type LinkPurpose = 'manage' | 'check' | 'calendar';

const FEED = 'feed';

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

  /**
   * A calendar with everything under an address, to subscribe to. Only for mails to this address: whoever holds a
   * manage link need not have read any mail, and may have typed somebody else's address.
   */
  feedUrl(registrationId: string, emailKey: string): string {
    return `${this.site.base}/calendar/own/${signedId(this.secrets, FEED, registrationId, emailKey)}.ics`;
  }

  /** The registration that such a link names; whether it is a true one, `mayFollow` knows. Throws LinkNotValid. */
  readFeed(token: string): string {
    const read = readSignedId(token);
    if (!read) throw new LinkNotValid();
    return read.id;
  }

  /** Whether the link was mailed to this address about the registration that it names. */
  mayFollow(token: string, emailKey: string): boolean {
    return isBoundTo(this.secrets, FEED, token, emailKey);
  }

  eventUrl(eventSlug: string): string {
    return `${this.site.base}/events/${eventSlug}`;
  }
}
