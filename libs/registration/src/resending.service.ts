import { Injectable } from '@nestjs/common';
import { emailKey, type MessageView, RegistrationMessageKind } from '#contracts';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { MessageLog, type NewMessage } from '#mail';
import { type Actor, AuditTrail } from '#staff';
import type { Clerk } from './clerk.js';
import { holdEnd } from './new-registration.js';
import { NoticeQueue } from './notice-queue.service.js';
import { mustBeAhead } from './register-rules.js';
import { Registrar } from './registrar.service.js';
import type { Registration } from './registration.entity.js';
import {
  MessageOfCandidate,
  MessageOvertaken,
  MessageQueued,
  NoAddress,
  RegistrationCancelled,
  TooManyMails,
} from './registration.errors.js';
import { renewHolds } from './registrations.queries.js';

const HOUR_MS = 60 * 60_000;
/** About one registration, whoever caused them. */
const MAILS_AN_HOUR = 10;

/** Mails people again what they say they never had: as it is now, in a message of its own, with the same UID. */
@Injectable()
export class Resending {
  constructor(
    private readonly registrar: Registrar,
    private readonly notices: NoticeQueue,
    private readonly messages: MessageLog,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * The confirmation or, where the address is not confirmed yet, the link that does so. Throws NotFound, NoAddress,
   * RegistrationCancelled, SessionCancelled, SessionOver or TooManyMails.
   */
  async confirmation(tx: Tx, { actor, reach }: Clerk, id: string): Promise<MessageView> {
    const { registration, facts } = await this.registrar.lockWithin(tx, reach, id);
    if (registration.state === 'cancelled') throw new RegistrationCancelled();
    mustBeAhead(facts, this.clock.now());
    const kind = registration.state === 'confirmed' ? 'confirmation' : 'email-check';
    return this.send(tx, actor, registration, { kind });
  }

  /**
   * A message that was sent or has failed, to the address that the party has now. Throws NotFound, MessageQueued,
   * MessageOfCandidate, MessageOvertaken, NoAddress, SessionCancelled, SessionOver or TooManyMails.
   */
  async message(tx: Tx, { actor, reach }: Clerk, messageId: string): Promise<MessageView> {
    const old = await this.messages.one(messageId, reach.eventIds, tx);
    if (old.state === 'queued') throw new MessageQueued();
    const { kind, registrationId } = old;
    if (registrationId === null || !isAboutRegistration(kind)) throw new MessageOfCandidate();
    const { registration, facts } = await this.registrar.lockWithin(tx, reach, registrationId);
    if (kind !== 'cancellation') mustBeAhead(facts, this.clock.now());
    if (!isTrue(kind, old.recipient, registration)) throw new MessageOvertaken();
    return this.send(tx, actor, registration, { kind, resends: old });
  }

  private async send(tx: Tx, actor: Actor, registration: Registration, { kind, resends }: Again): Promise<MessageView> {
    await this.mustBeModerate(tx, registration);
    if (registration.state === 'unverified') await renewHolds(tx, [registration.id], holdEnd(this.clock.now()));
    const recipient = kind === 'address-changed' ? resends!.recipient : registration.contactEmail;
    if (recipient === null) throw new NoAddress();
    const { id: registrationId, eventId } = registration;
    const calendarSequence = CARRIES_CALENDAR.has(kind) ? registration.calendarSequence : null;
    const message: NewMessage = { eventId, registrationId, kind, recipient, calendarSequence, resends: resends?.id };
    const [ref] = await this.notices.put(tx, [message]);
    const after = { message: ref!.messageId, messageKind: kind };
    this.audit.record(tx, actor, { kind: 'registration.mailed-again', subjectId: registrationId, eventId, after });
    return this.messages.one(ref!.messageId, null, tx);
  }

  private async mustBeModerate(tx: Tx, { id }: Registration): Promise<void> {
    const since = new Date(this.clock.now().getTime() - HOUR_MS);
    if ((await this.messages.countSince(tx, id, since)) >= MAILS_AN_HOUR) throw new TooManyMails();
  }
}

interface Again {
  readonly kind: RegistrationMessageKind;
  readonly resends?: MessageView;
}

function isAboutRegistration(kind: MessageView['kind']): kind is RegistrationMessageKind {
  return RegistrationMessageKind.safeParse(kind).success;
}

const CARRIES_CALENDAR: ReadonlySet<RegistrationMessageKind> = new Set(['confirmation', 'change', 'cancellation']);

/** Whether what the message says still holds. */
function isTrue(kind: RegistrationMessageKind, recipient: string, { state, emailKey: address }: Registration): boolean {
  switch (kind) {
    case 'confirmation':
    case 'change':
    case 'decline-noted':
    case 'decline-doubted':
      return state === 'confirmed';
    case 'cancellation':
      return state === 'cancelled';
    case 'lost-link':
      return state !== 'cancelled';
    case 'email-check':
      return state === 'unverified';
    case 'address-changed':
      return emailKey(recipient) !== address;
  }
}
