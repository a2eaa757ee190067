import type { ReactElement } from 'react';
import { moment, places, timeSpan, zoneInWords } from '../parts/words.js';
import type { Holding } from '../manage/holding.js';
import { Layout } from '../parts/layout.js';

interface CheckPageProps extends Pick<Holding, 'registration' | 'event' | 'session'> {
  readonly token: string;
}

/**
 * A button, not the link itself, confirms: the programs that look through people's mail for bad
 * links follow every link in it.
 */
export function CheckPage({ registration, event, session, token }: CheckPageProps): ReactElement {
  const { partySize, heldUntil } = registration;
  const [it, is] = partySize === 1 ? ['it', 'is'] : ['them', 'are'];
  return (
    <Layout title={`Confirm your places · ${event.title}`} mood={event.programme.mood} house={event.venue.name}>
      <div className="reading">
        <p className="programme">{event.title}</p>
        <h1>One step is left</h1>
        <p className="when">{timeSpan(session, event.timeZone)}</p>
        <p className="lead">
          {heldUntil
            ? `${places(partySize)} ${is} kept for you until ${moment(heldUntil, event.timeZone)}, ${zoneInWords(event.timeZone)}.`
            : `We no longer keep ${places(partySize)} for you, but you can still have ${it} if ${it === 'it' ? 'it is' : 'they are'} free.`}{' '}
          Please confirm that you want {it}.
        </p>
        <form method="post" action={`/check/${token}`}>
          <button type="submit" className="action">
            {partySize === 1 ? 'Confirm my place' : 'Confirm my places'}
          </button>
        </form>
        <p className="help">We then send you the confirmation and the calendar entry.</p>
      </div>
    </Layout>
  );
}
