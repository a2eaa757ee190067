import type { ReactElement } from 'react';
import type { Mood } from '#contracts';
import { ContactWays } from '../parts/facts.js';
import { moment, zoneInWords } from '../parts/words.js';
import { AddToCalendar } from './add-to-calendar.js';
import type { Holding } from './holding.js';
import { ManageLayout } from './manage-layout.js';
import { Sheet } from './sheet.js';

/** What has just been done; a page says it once, after the form that did it. */
export type Done = 'registered' | 'confirmed' | 'changed' | 'moved' | 'given-up' | 'some-given-up';

const DONE: Readonly<Record<Done, (people: number, mood: Mood) => string>> = {
  registered: (people) =>
    `${yoursAre(people)} confirmed. We have sent you the link to this page and the calendar entry by mail.`,
  confirmed: (people) => `${yoursAre(people)} confirmed. We have sent you the calendar entry by mail.`,
  changed: () => 'Your changes are kept. The calendar entry in your mail follows them.',
  moved: () => 'You have been moved to the new time. We have sent you a new calendar entry.',
  'given-up': (people, mood) => `You have given up your ${people === 1 ? 'place' : 'places'}. ${THANKS[mood]}`,
  'some-given-up': (_, mood) => `You have given up some of your places. ${THANKS[mood]}`,
};

const THANKS: Readonly<Record<Mood, string>> = {
  garden: 'Thank you for telling us: somebody else can come now.',
  memorial: 'Thank you for letting us know.',
};

function yoursAre(people: number): string {
  return people === 1 ? 'Your place is' : 'Your places are';
}

export function isDone(text: unknown): text is Done {
  return typeof text === 'string' && Object.hasOwn(DONE, text);
}

/** The address of a page is kept and opened later; what was done then must not be told against what is so now. */
function stillFits(done: Done, { registration, session }: Holding): boolean {
  if (session.state === 'cancelled') return false;
  return registration.state === (done === 'given-up' ? 'cancelled' : 'confirmed');
}

interface ManagePageProps extends Holding {
  readonly done?: Done;
}

/** The places, to keep: it prints on one sheet, and all that can be done with them starts here. */
export function ManagePage({ done, ...holding }: ManagePageProps): ReactElement {
  const { registration, event, session } = holding;
  return (
    <ManageLayout title="Your places" event={event}>
      {done && stillFits(done, holding) && (
        <p className="notice no-print" role="status">
          {DONE[done](registration.partySize, event.programme.mood)}
        </p>
      )}
      {registration.state === 'cancelled' ? (
        <GivenUp {...holding} />
      ) : (
        <>
          {session.state === 'cancelled' && <SessionCancelled />}
          <Sheet {...holding} />
          <div className="no-print">
            {session.state !== 'cancelled' && <AddToCalendar {...holding} />}
            <WhatCanBeDone {...holding} />
          </div>
        </>
      )}
    </ManageLayout>
  );
}

function GivenUp({ event, registration }: Holding): ReactElement {
  return (
    <>
      <h1>{registration.partySize === 1 ? 'This place has' : 'These places have'} been given up</h1>
      <p>
        The reference was {registration.reference}. If your plans change, you can{' '}
        <a href={`/events/${event.slug}`}>take places again</a> as long as some are left.
      </p>
    </>
  );
}

function SessionCancelled(): ReactElement {
  return (
    <p className="notice">
      <strong>This has been cancelled and will not take place.</strong> We are sorry. You do not have to do anything.
    </p>
  );
}

function WhatCanBeDone({ event, registration, session, base, can }: Holding): ReactElement | null {
  if (!can.change && !can.move && !can.cancel) {
    return session.state === 'cancelled' ? null : (
      <p>
        It is too late to change anything here. If you cannot come, please write to{' '}
        <ContactWays contact={event.contact} />
      </p>
    );
  }
  return (
    <section>
      <h2>If your plans change</h2>
      <ul className="deeds">
        {can.change && (
          <li>
            <a href={`${base}/change`}>Change names, answers or the number of people</a>
          </li>
        )}
        {can.move && (
          <li>
            <a href={`${base}/move`}>Move to another time</a>
          </li>
        )}
        {can.cancel && (
          <li>
            <a href={`${base}/cancel`}>Give up places</a>
          </li>
        )}
      </ul>
      <p className="help">
        {can.change && `Changes can be made until ${moment(registration.changesUntil, event.timeZone)}. `}
        {can.cancel && `Places can be given up until ${moment(registration.cancellationUntil, event.timeZone)}. `}
        Times are {zoneInWords(event.timeZone)}. Whoever has the link to this page can do this, so keep it to yourself.
      </p>
    </section>
  );
}
