import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Jobs } from '#jobs';
import { Clock } from '#kernel';
import { MessageLog, type MessageRef, type NewMessage, sendJobs } from '#mail';
import { firstNotice } from './new-registration.js';
import type { Registration } from './registration.entity.js';
import { type LiveRegistration, recentlyNotified } from './registrations.queries.js';

/** A stranger who types somebody's address again and again causes one mail in this time, not many. */
const LINK_MAIL_PAUSE_MS = 10 * 60_000;

/** Queues what is to be told to people, in the transaction of what happened. */
@Injectable()
export class NoticeQueue {
  constructor(
    private readonly messages: MessageLog,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async put(tx: Tx, messages: readonly NewMessage[]): Promise<MessageRef[]> {
    const refs = this.messages.queue(tx, messages);
    if (refs.length > 0) await this.jobs.enqueue(tx, 'notice.send', sendJobs(refs));
    return refs;
  }

  /** The confirmation, or the link that confirms. */
  async putFirst(tx: Tx, registration: Registration): Promise<void> {
    await this.put(tx, firstNotice(registration));
  }

  async putConfirmation(tx: Tx, registration: Registration): Promise<void> {
    await this.put(tx, calendarNotice('confirmation', registration));
  }

  async putChange(tx: Tx, registration: Registration): Promise<void> {
    await this.put(tx, calendarNotice('change', registration));
  }

  async putCancellation(tx: Tx, registration: Registration): Promise<void> {
    await this.put(tx, calendarNotice('cancellation', registration));
  }

  /** Tells the address that the registration had `before`. Without a SEQUENCE it overtakes nothing, nor is overtaken. */
  async putAddressChanged(tx: Tx, before: Registration): Promise<void> {
    const { id: registrationId, eventId, contactEmail: recipient } = before;
    if (recipient === null) return;
    await this.put(tx, [{ eventId, registrationId, kind: 'address-changed', recipient, calendarSequence: null }]);
  }

  /** How often the registration's address was changed so far. */
  async addressChanges(tx: Tx, { id }: Registration): Promise<number> {
    return this.messages.count(tx, id, 'address-changed');
  }

  /** Mails the holders their links again: to manage what is confirmed, to confirm what is held. */
  async putLinks(tx: Tx, registrations: readonly LiveRegistration[]): Promise<void> {
    if (registrations.length === 0) return;
    const since = new Date(this.clock.now().getTime() - LINK_MAIL_PAUSE_MS);
    const ids = registrations.map(({ id }) => id);
    const recent = await recentlyNotified(tx, ids, since);
    const due = new Map(registrations.filter(({ id }) => !recent.has(id)).map((one) => [one.id, one]));
    await this.put(
      tx,
      [...due.values()].map(({ id, eventId, contactEmail, state }) => ({
        eventId,
        registrationId: id,
        kind: state === 'unverified' ? ('email-check' as const) : ('lost-link' as const),
        recipient: contactEmail,
        calendarSequence: null,
      })),
    );
  }
}

/** A notice whose mail carries the registration's calendar object; none for who has no address. */
function calendarNotice(kind: 'confirmation' | 'change' | 'cancellation', registration: Registration): NewMessage[] {
  const { eventId, id: registrationId, contactEmail: recipient, calendarSequence } = registration;
  return recipient === null ? [] : [{ eventId, registrationId, kind, recipient, calendarSequence }];
}
