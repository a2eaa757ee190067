import type { ReactElement } from 'react';
import type { Mood } from '#contracts';
import { ContactWays } from '../parts/facts.js';
import { moment, timeSpan, zoneInWords } from '../parts/words.js';
import { AddToCalendar } from './add-to-calendar.js';
import type { Holding } from './holding.js';
import { ManageLayout } from './manage-layout.js';
import { Sheet } from './sheet.js';

/** What has just been done; a page says it once, after the form that did it. */
export type Done = 'registered' | 'confirmed' | 'changed' | 'moved' | 'given-up' | 'some-given-up' | 'kept';

const DONE: Readonly<Record<Done, (people: number, mood: Mood, mailed: boolean) => string>> = {
  registered: (people, _mood, mailed) =>
    `${yoursAre(people)} confirmed. ${mailed ? 'We have sent you the link to this page and the calendar entry by mail.' : 'Please keep the address of this page: with it you can change them or give them up.'}`,
  confirmed: (people) => `${yoursAre(people)} confirmed. We have sent you the calendar entry by mail.`,
  changed: (_people, _mood, mailed) =>
    `Your changes are kept.${mailed ? ' The calendar entry in your mail follows them.' : ''}`,
  moved: (_people, _mood, mailed) =>
    `You have been moved to the new time.${mailed ? ' We have sent you a new calendar entry.' : ''}`,
  'given-up': (people, mood) => `You have given up your ${people === 1 ? 'place' : 'places'}. ${THANKS[mood]}`,
  kept: (people) =>
    `${people === 1 ? 'Your place stays' : 'Your places stay'} yours. We have sent you the calendar entry again.`,
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
  const mailed = registration.contact.email !== null;
  return (
    <ManageLayout title="Your places" event={event}>
      {done && stillFits(done, holding) && (
        <p className="notice no-print" role="status">
          {DONE[done](registration.partySize, event.programme.mood, mailed)}
        </p>
      )}
      {registration.state === 'cancelled' ? (
        <NotAnyMore {...holding} />
      ) : (
        <>
          {session.state === 'cancelled' && <SessionCancelled />}
          <Declined {...holding} />
          <Sheet {...holding} />
          <div className="no-print">
            {session.state !== 'cancelled' && <AddToCalendar {...holding} mailed={mailed} />}
            <WhatCanBeDone {...holding} />
          </div>
        </>
      )}
    </ManageLayout>
  );
}

/** Whose session was called off has given up nothing. */
function NotAnyMore(holding: Holding): ReactElement {
  if (holding.registration.cancelledBy !== 'called-off') return <GivenUp {...holding} />;
  return (
    <>
      <h1>Your places</h1>
      <SessionCancelled />
      <WhichPlaces {...holding} />
      <p>The reference was {holding.registration.reference}.</p>
      <WhatCanBeDone {...holding} />
    </>
  );
}

function GivenUp(holding: Holding): ReactElement {
  const { event, registration } = holding;
  return (
    <>
      <h1>{registration.partySize === 1 ? 'This place has' : 'These places have'} been given up</h1>
      <WhichPlaces {...holding} />
      <p>
        The reference was {registration.reference}.{' '}
        {registration.invited ? (
          'If your plans change, please answer your invitation again: its link is good for as long as places are left.'
        ) : (
          <>
            If your plans change, you can <a href={`/events/${event.slug}`}>take places again</a> as long as some are
            left.
          </>
        )}
      </p>
    </>
  );
}

/** Who has several mails of ours sees which of them this is about. */
function WhichPlaces({ event, session }: Holding): ReactElement {
  return (
    <p className="when">
      {event.title}, {timeSpan(session, event.timeZone)} ({zoneInWords(event.timeZone)})
    </p>
  );
}

function SessionCancelled(): ReactElement {
  return (
    <p className="notice">
      <strong>This has been cancelled and will not take place.</strong> We are sorry. You do not have to do anything.
    </p>
  );
}

function Declined({ declineDueAt, event, base, registration }: Holding): ReactElement | null {
  if (declineDueAt === undefined) return null;
  const places = registration.partySize === 1 ? 'your place' : 'your places';
  return (
    <p className="notice no-print">
      Your calendar has told us that you cannot come. We give {places} back on {moment(declineDueAt, event.timeZone)} (
      {zoneInWords(event.timeZone)}). <a href={`${base}/keep`}>Keep {places}</a>
    </p>
  );
}

function WhatCanBeDone({ event, registration, session, base, can }: Holding): ReactElement | null {
  if (!can.change && !can.move && !can.cancel) {
    return session.state === 'cancelled' ? null : (
      <section>
        <h2>If your plans change</h2>
        <p>
          It is too late to change anything here. If you cannot come, please write to{' '}
          <ContactWays contact={event.contact} />
        </p>
      </section>
    );
  }
  return (
    <section>
      <h2>{session.state === 'cancelled' ? 'If another time would suit you' : 'If your plans change'}</h2>
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
            <a href={`${base}/cancel`}>Give up {registration.partySize === 1 ? 'your place' : 'places'}</a>
          </li>
        )}
      </ul>
      <p className="help">
        {can.change && `Changes can be made until ${moment(registration.changesUntil, event.timeZone)}. `}
        {can.cancel && `Places can be given up until ${moment(registration.cancellationUntil, event.timeZone)}. `}
        {(can.change || can.cancel) && `Times are ${zoneInWords(event.timeZone)}. `}
        Whoever has the link to this page can do this, so keep it to yourself.
      </p>
    </section>
  );
}
