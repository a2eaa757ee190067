import { Injectable } from '@nestjs/common';
import { Mailer, type MessageRef } from '#mail';
import { Links, Sealing } from '#registration';
import { calendarText, recipientName } from './calendar-text.js';
import type { NoticeKind } from './facts.js';
import { factsOf } from './facts-of.js';
import type { NoticeRow } from './notices.queries.js';
import { type Told, toldBy } from './told.js';
import { writeLetter } from './write-letter.js';

interface Posted {
  readonly subject: string;
  /** Null for a mail that brings nothing for the calendar. */
  readonly told: Told | null;
}

/** From rows to a mail: the words, the links and the calendar object. */
@Injectable()
export class NoticePost {
  constructor(
    private readonly mailer: Mailer,
    private readonly links: Links,
    private readonly sealing: Sealing,
  ) {}

  /** Answers what the log keeps of the mail. `stamp` is the date of the mail and the DTSTAMP of its calendar object. Throws DeliveryFailed. */
  async send({ messageId }: MessageRef, kind: NoticeKind, row: NoticeRow, stamp: Date): Promise<Posted> {
    const facts = factsOf(row, kind, this.links, this.sealing, this.mailer.readsAnswers);
    const written = writeLetter(kind, facts);
    const organizer = this.mailer.organizer(row.registrationId, row.contactEmail);
    const letter = {
      ...written,
      messageId,
      registrationId: row.registrationId,
      to: { name: recipientName(row, kind), address: row.recipient },
      contact: row.contactEmail,
      firstInvitationId: row.firstInvitationId ?? undefined,
      calendar: facts.withCalendar ? calendarText(kind, row, facts, organizer, stamp) : undefined,
    };
    await this.mailer.send(letter, stamp);
    return { subject: written.subject, told: facts.withCalendar ? toldBy(facts) : null };
  }
}
