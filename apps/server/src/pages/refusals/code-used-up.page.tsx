import type { ReactElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import type { FormBody } from '../forms/form-body.js';
import { people } from '../parts/words.js';
import { CarryOn } from './carry-on.js';
import { RefusalPage } from './refusal.page.js';

interface CodeUsedUpPageProps {
  readonly event?: EventView | undefined;
  readonly session?: SessionView | undefined;
  /** What was typed, the code with it: a smaller party goes on with both. */
  readonly values?: FormBody | undefined;
  readonly available: number;
  readonly message: string;
}

export function CodeUsedUpPage({ event, session, values, available, message }: CodeUsedUpPageProps): ReactElement {
  return (
    <RefusalPage title="There are not enough places left by this code" event={event}>
      <p>{message} No places have been taken for you.</p>
      {available > 0 && event && session && values && (
        <CarryOn values={values} partySize={available}>
          <p>
            <button type="submit" className="action" formAction={`/events/${event.slug}/sessions/${session.id}`}>
              Go on with {people(available)}
            </button>
          </p>
        </CarryOn>
      )}
      <p>{event && <a href={`/events/${event.slug}`}>See whether there are places for everybody</a>}</p>
    </RefusalPage>
  );
}
