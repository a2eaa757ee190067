import { Injectable } from '@nestjs/common';
import { Mailer, type MessageRef } from '#mail';
import { Links } from '#registration';
import { calendarText, recipientName } from './calendar-text.js';
import type { NoticeKind } from './facts.js';
import { factsOf } from './facts-of.js';
import type { NoticeRow } from './notices.queries.js';
import { writeLetter } from './write-letter.js';

/** From rows to a mail: the words, the links and the calendar object. */
@Injectable()
export class NoticePost {
  constructor(
    private readonly mailer: Mailer,
    private readonly links: Links,
  ) {}

  /** Answers the subject. `stamp` is the date of the mail and the DTSTAMP of its calendar object. Throws DeliveryFailed. */
  async send({ messageId }: MessageRef, kind: NoticeKind, row: NoticeRow, stamp: Date): Promise<string> {
    const facts = factsOf(row, kind, this.links);
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
    return written.subject;
  }
}
