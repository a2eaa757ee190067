import type { ReactElement } from 'react';
import { googleCalendarLink, office365Link, outlookLink } from '#calendar';
import { OutsideLink } from '../parts/prose.js';
import type { Holding } from './holding.js';

/** Nothing that opens the registration goes into these links: what they make is often shared. */
export function AddToCalendar({
  registration,
  event,
  session,
  mailed,
}: Holding & { readonly mailed: boolean }): ReactElement {
  const entry = {
    startsAt: new Date(session.startsAt),
    endsAt: new Date(session.endsAt),
    summary: [event.title, session.title].filter(Boolean).join(': '),
    description: `Reference ${registration.reference}`,
    location: event.venue,
  };
  return (
    <section>
      <h2>Add to your calendar</h2>
      {mailed && (
        <p>
          The calendar entry that came by mail follows every change. If your mail program did not offer it, take it from
          here:
        </p>
      )}
      <ul className="calendars">
        {mailed && (
          <li>
            <a href={pathOf(registration.calendarUrl)}>Apple, Outlook and others (a file)</a>
          </li>
        )}
        <li>
          <OutsideLink href={googleCalendarLink(entry)}>Google</OutsideLink>
        </li>
        <li>
          <OutsideLink href={outlookLink(entry)}>Outlook.com</OutsideLink>
        </li>
        <li>
          <OutsideLink href={office365Link(entry)}>Office 365</OutsideLink>
        </li>
      </ul>
      <p className="help">Entries made from here are copies: they do not follow a change of time.</p>
      {mailed && <OwnCalendar />}
    </section>
  );
}

/** The link stands in mails alone: who sees this page need not be who reads what comes to the address. */
function OwnCalendar(): ReactElement {
  return (
    <>
      <h3>All your places in one calendar</h3>
      <p>
        The newest mail that confirms or changes your places has the link to a calendar of all places under your
        address. It stands in our mails alone, so that nobody but you sees what you have places for.
      </p>
    </>
  );
}

/** Stays on the host that the page came from, whatever the mails call it. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
