import { Injectable } from '@nestjs/common';
import { Secrets } from '#kernel';
import { LinkNotValid } from './registration.errors.js';

/** What a link lets its holder do: everything, confirm the address, or fetch the calendar file. */
export type LinkPurpose = 'manage' | 'check' | 'calendar';

export class PublicUrl {
  constructor(readonly base: string) {}
}

const ID_BYTES = 16;

/**
 * Unguessable links without a table: the registration's id and 128 bits of HMAC over it, base64url,
 * 43 characters. They live as long as the registration and the key that signed them; the price is
 * that one link cannot be withdrawn alone.
 */
@Injectable()
export class Links {
  constructor(
    private readonly secrets: Secrets,
    private readonly site: PublicUrl,
  ) {}

  token(purpose: LinkPurpose, registrationId: string): string {
    const id = Buffer.from(registrationId.replaceAll('-', ''), 'hex');
    const signature = Buffer.from(this.secrets.sign(purpose, registrationId), 'base64url');
    return Buffer.concat([id, signature]).toString('base64url');
  }

  /** The id of the registration that the token opens. Throws LinkNotValid. */
  open(purpose: LinkPurpose, token: string): string {
    const bytes = /^[\w-]{43}$/.test(token) ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
    const hex = bytes.subarray(0, ID_BYTES).toString('hex');
    const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    const signature = bytes.subarray(ID_BYTES).toString('base64url');
    // The last character has two bits to spare: only one way to write a token is the right one.
    if (bytes.toString('base64url') !== token) throw new LinkNotValid();
    if (!this.secrets.verify(purpose, id, signature)) throw new LinkNotValid();
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

  eventUrl(eventSlug: string): string {
    return `${this.site.base}/events/${eventSlug}`;
  }
}
