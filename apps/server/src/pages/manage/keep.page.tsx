import type { ReactElement } from 'react';
import { moment, timeSpan, zoneInWords } from '../parts/words.js';
import type { Holding } from './holding.js';
import { ManageLayout } from './manage-layout.js';

/** One button between a “no” from a calendar and the places that go with it. */
export function KeepPage({ registration, event, session, base, declineDueAt }: Holding): ReactElement {
  const one = registration.partySize === 1;
  return (
    <ManageLayout title="Keep your places" event={event} back={base}>
      <h1>{one ? 'Keep your place?' : 'Keep your places?'}</h1>
      <p className="when">
        {event.title}, {timeSpan(session, event.timeZone)}
      </p>
      <p>
        Your calendar has told us that you cannot come. We give {one ? 'your place' : 'your places'} back on{' '}
        {moment(declineDueAt!, event.timeZone)} ({zoneInWords(event.timeZone)}), unless you keep {one ? 'it' : 'them'}.
      </p>
      <form method="post" action={`${base}/keep`}>
        <p>
          <button type="submit" className="action">
            Yes, keep {one ? 'my place' : 'my places'}
          </button>
        </p>
      </form>
      <p>If you cannot come, you need do nothing.</p>
    </ManageLayout>
  );
}
