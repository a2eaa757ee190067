import type { ReactElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import { type FormBody, textOf } from '../forms/form-body.js';
import { people, places, placesVerb, sessionsThatFit, timeSpan } from '../parts/words.js';
import { CarryOn } from './carry-on.js';
import { RefusalPage } from './refusal.page.js';

interface FullPageProps {
  readonly event: EventView;
  readonly session: SessionView;
  /** Places that are left for a smaller party. */
  readonly available: number;
  readonly partySize: number;
  /** What was typed: it goes along to whatever is chosen next. */
  readonly values: FormBody;
}

export function FullPage({ event, session, available, partySize, values }: FullPageProps): ReactElement {
  const others = sessionsThatFit(event, partySize, session.id);
  return (
    <RefusalPage title={titleOf(event, available)} event={event}>
      <p className="when">{timeSpan(session, event.timeZone)}</p>
      <p>
        {available > 0 &&
          `${places(available)} ${placesVerb(available)} left at this time, which is not enough for ${people(partySize)}. `}
        {textOf(values, '/contact/name') !== '' &&
          'No places have been taken for you, and nothing that you wrote is lost.'}
      </p>
      {available > 0 && (
        <CarryOn values={values} partySize={available}>
          <p>
            <button type="submit" className="action" formAction={formOf(event, session)}>
              Go on with {people(available)}
            </button>
          </p>
        </CarryOn>
      )}
      {event.sessions.length > 1 && <Others event={event} others={others} partySize={partySize} values={values} />}
      {session.waitingList && available === 0 ? (
        <Waiting event={event} session={session} />
      ) : (
        <p>
          Places that are given back appear on <a href={`/events/${event.slug}`}>the page of the event</a> at once.
        </p>
      )}
    </RefusalPage>
  );
}

/** What comes free is for those who wait. */
function Waiting({ event, session }: Pick<FullPageProps, 'event' | 'session'>): ReactElement {
  const { waiting } = session;
  return (
    <>
      <p>
        {waiting === 0
          ? 'Nobody is waiting yet.'
          : `${waiting === 1 ? '1 party is' : `${waiting} parties are`} waiting.`}{' '}
        When places come free, we offer them to those who wait, in order.
      </p>
      <p>
        <a className="action" href={`${formOf(event, session)}/wait`}>
          Join the waiting list
        </a>
      </p>
    </>
  );
}

function titleOf({ programme, sessions }: EventView, available: number): string {
  if (available > 0) return 'There are not enough places left';
  return programme.mood === 'memorial' || sessions.length === 1
    ? 'All places are taken'
    : 'All places at this time are taken';
}

interface OthersProps extends Pick<FullPageProps, 'event' | 'partySize' | 'values'> {
  readonly others: readonly SessionView[];
}

function Others({ event, others, partySize, values }: OthersProps): ReactElement {
  if (others.length === 0) return <p>No other time has room for {people(partySize)}.</p>;
  return (
    <section>
      <h2>Times with room for {people(partySize)}</h2>
      <CarryOn values={values} partySize={partySize}>
        <ul className="times">
          {others.map((session) => (
            <li key={session.id}>
              <button type="submit" className="slot" formAction={formOf(event, session)}>
                <span className="slot-time">{timeSpan(session, event.timeZone)}</span>{' '}
                <span className="slot-what">{session.title}</span>{' '}
                <span className="slot-places">{session.available} left</span>
              </button>
            </li>
          ))}
        </ul>
      </CarryOn>
    </section>
  );
}

function formOf(event: EventView, session: SessionView): string {
  return `/events/${event.slug}/sessions/${session.id}`;
}
