import type { ReactElement } from 'react';
import type { SessionView } from '#contracts';
import { Timetable } from '../event/timetable.js';
import { people, places, sessionsThatFit, timeSpan, zoneInWords } from '../parts/words.js';
import type { Holding } from './holding.js';
import { ManageLayout } from './manage-layout.js';
import { spacesNeeded } from './spaces.js';

interface MovePageProps extends Holding {
  /** The chosen time was taken by others in the meantime. */
  readonly justFilled?: boolean;
}

/** The times that the whole party can move to. */
export function MovePage({ registration, event, session, base, justFilled = false }: MovePageProps): ReactElement {
  const others = sessionsThatFit(event, registration.partySize, session.id, spacesNeeded(registration));
  return (
    <ManageLayout title="Move to another time" event={event} back={base}>
      <h1>Move to another time</h1>
      {justFilled && (
        <p className="notice" role="status">
          <strong>That time has just filled.</strong> You still have the places that you had.
        </p>
      )}
      <p>
        You have {places(registration.partySize)} on {timeSpan(session, event.timeZone)} ({zoneInWords(event.timeZone)}
        ). You keep {registration.partySize === 1 ? 'it' : 'them'} until you have chosen another time and said yes to
        it.
      </p>
      {others.length === 0 ? (
        <p>No other time has room for {people(registration.partySize)} at the moment.</p>
      ) : (
        <>
          <h2>Times with room for {people(registration.partySize)}</h2>
          <p>Times are {zoneInWords(event.timeZone)}.</p>
          <Timetable event={event} sessions={others} linkTo={({ id }) => `${base}/move?to=${id}`} />
        </>
      )}
    </ManageLayout>
  );
}

export function ConfirmMovePage(props: Holding & { readonly to: SessionView }): ReactElement {
  const { registration, event, session, base, to } = props;
  return (
    <ManageLayout title="Move to this time?" event={event} back={base}>
      <h1>Move to this time?</h1>
      <dl className="from-to">
        <div>
          <dt>You have</dt>
          <dd>
            {places(registration.partySize)}, {timeSpan(session, event.timeZone)}
          </dd>
        </div>
        <div>
          <dt>You would have</dt>
          <dd>
            <strong>
              {places(registration.partySize)}, {timeSpan(to, event.timeZone)}
            </strong>
          </dd>
        </div>
      </dl>
      <p>Times are {zoneInWords(event.timeZone)}. Your reference stays the same. We send you a new calendar entry.</p>
      <form method="post" action={`${base}/move`}>
        <input type="hidden" name="/sessionId" value={to.id} />
        <p>
          <button type="submit" className="action">
            Yes, move
          </button>
        </p>
        <p>
          <a href={`${base}/move`}>Choose another time</a>
        </p>
      </form>
    </ManageLayout>
  );
}
