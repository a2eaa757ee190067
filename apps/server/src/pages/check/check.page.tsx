import type { ReactElement, ReactNode } from 'react';
import type { SessionState } from '#contracts';
import { moment, places, timeSpan, zoneInWords } from '../parts/words.js';
import type { Holding } from '../manage/holding.js';
import { ContactWays } from '../parts/facts.js';
import { Layout } from '../parts/layout.js';

interface CheckPageProps extends Pick<Holding, 'registration' | 'event' | 'session'> {
  readonly token: string;
  /** Whether the time for which the places were kept has run out. */
  readonly late: boolean;
}

export function CheckPage(props: CheckPageProps): ReactElement {
  if (props.session.state === 'cancelled') return <SessionCancelled {...props} />;
  return props.registration.state === 'unverified' ? <Held {...props} /> : <NotHeld {...props} />;
}

function Held({ registration, event, session, token, late }: CheckPageProps): ReactElement {
  const { partySize, heldUntil } = registration;
  const kept = late ? (partySize === 1 ? 'was' : 'were') : partySize === 1 ? 'is' : 'are';
  return (
    <Frame event={event} session={session} title="One step is left">
      <p className="lead">
        {places(partySize)} {kept} kept for you
        {heldUntil && ` until ${moment(heldUntil, event.timeZone)}, ${zoneInWords(event.timeZone)}`}
        {late && ', and nobody else has taken them yet'}. Please confirm that you want {partySize === 1 ? 'it' : 'them'}
        .
      </p>
      <ConfirmForm token={token} words={partySize === 1 ? 'Confirm my place' : 'Confirm my places'} />
    </Frame>
  );
}

/**
 * Places whose time ran out can be had at once while there are some; places that were given up cannot, and
 * what the holder of a link is told does not say which of the two it was.
 */
function NotHeld({ registration, event, session, token }: CheckPageProps): ReactElement {
  const one = registration.partySize === 1;
  const room = session.available >= registration.partySize;
  return (
    <Frame event={event} session={session} title={`${one ? 'This place is' : 'These places are'} not held any more`}>
      {room ? (
        <>
          <p>
            If only the time to confirm has run out, you can still have {one ? 'it' : 'them'}. If you gave{' '}
            {one ? 'it' : 'them'} up, please take places again <EventLink event={event} />.
          </p>
          <ConfirmForm token={token} words={one ? 'Take my place after all' : 'Take my places after all'} />
        </>
      ) : (
        <p>
          {WHY_NOT[session.state] ?? 'There are not enough places left at this time.'} You can see what there is{' '}
          <EventLink event={event} />.
        </p>
      )}
    </Frame>
  );
}

const WHY_NOT: Readonly<Partial<Record<SessionState, string>>> = {
  full: 'All places at this time are taken.',
  closed: 'Registration has closed.',
  not_yet_open: 'Registration is not open.',
};

function SessionCancelled({ event, session }: CheckPageProps): ReactElement {
  return (
    <Frame event={event} session={session} title="This has been cancelled">
      <p>
        It will not take place. If you have a question, write to <ContactWays contact={event.contact} />
      </p>
    </Frame>
  );
}

interface FrameProps extends Pick<Holding, 'event' | 'session'> {
  readonly title: string;
  readonly children: ReactNode;
}

function Frame({ event, session, title, children }: FrameProps): ReactElement {
  return (
    <Layout title={`${title} · ${event.title}`} mood={event.programme.mood} house={event.venue.name}>
      <div className="reading">
        <p className="programme">{event.title}</p>
        <h1>{title}</h1>
        <p className="when">{timeSpan(session, event.timeZone)}</p>
        {children}
      </div>
    </Layout>
  );
}

/**
 * A button, not the link itself, confirms: the programs that look through people's mail for bad
 * links follow every link in it.
 */
function ConfirmForm({ token, words }: { readonly token: string; readonly words: string }): ReactElement {
  return (
    <>
      <form method="post" action={`/check/${token}`}>
        <button type="submit" className="action">
          {words}
        </button>
      </form>
      <p className="help">We then send you the confirmation and the calendar entry.</p>
    </>
  );
}

function EventLink({ event }: Pick<Holding, 'event'>): ReactElement {
  return <a href={`/events/${event.slug}`}>on the page of the event</a>;
}
