import { Injectable } from '@nestjs/common';
import { calendarFile } from '#calendar';
import { Database } from '#database';
import { NotFound } from '#kernel';
import { Links, RegistrationCancelled, Sealing } from '#registration';
import { entryOf } from './calendar-text.js';
import { factsOf } from './facts-of.js';
import { findCalendarMessage, loadNotices } from './notices.queries.js';

/** The calendar entry of a registration as a file, for those whose mail program offered none. */
@Injectable()
export class CalendarFiles {
  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly sealing: Sealing,
  ) {}

  /** iCalendar text (METHOD:PUBLISH) of the state that was last told. Throws NotFound or RegistrationCancelled. */
  async of(registrationId: string): Promise<string> {
    const ref = await findCalendarMessage(this.database.reader, registrationId);
    const [row] = ref ? await loadNotices(this.database.reader, [ref]) : [];
    if (!row) throw new NotFound('calendar entry');
    if (row.state === 'cancelled') throw new RegistrationCancelled();
    const facts = factsOf(row, 'confirmation', this.links, this.sealing);
    // A public address: answers to a file that people pass on are nobody's decision about places.
    const organizer = { name: facts.event.title, address: row.contactEmail };
    return calendarFile(entryOf(row, facts, organizer, row.lastChangedAt));
  }
}
