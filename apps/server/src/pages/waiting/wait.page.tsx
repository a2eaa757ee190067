import type { ReactElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import { atFields, type FormState, placeFaults } from '../forms/faults.js';
import { partyFields } from '../forms/party-form.js';
import { guestsShown, PartyFields } from '../party/party-fields.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { ContactWays } from '../parts/facts.js';
import { Choice, Tick } from '../parts/form-fields.js';
import { Layout } from '../parts/layout.js';
import { placesInWords, placeWords, timeSpan, zoneInWords } from '../parts/words.js';
import { severalOfADay, waitable } from './wait-form.js';

/** A row of the timetable has the short words of a garden; here a sentence is wanted. */
const IN_A_SENTENCE = placeWords('memorial');

export interface WaitPageProps {
  readonly event: EventView;
  readonly session: SessionView;
  readonly form: FormState;
}

/** To wait for places: who comes, at which times, and whether fewer would do. */
export function WaitPage({ event, session, form }: WaitPageProps): ReactElement {
  const most = event.registration.partyLimit;
  const fields = [
    { name: '/sessionIds', label: 'Which times' },
    { name: '/anyOfDay', label: 'Whether any time of the day would do' },
    ...partyFields(event, guestsShown(form, most)),
    { name: '/fewerIsFine', label: 'Whether fewer would do' },
  ];
  const faults = placeFaults(form.faults, fields);
  const placed = { ...form, faults: atFields(faults) };
  return (
    <Layout
      title={`${faults.length > 0 ? 'Please check: ' : ''}Join the waiting list · ${event.title}`}
      mood={event.programme.mood}
      house={event.venue.name}
    >
      <div className="reading">
        <p className="programme">
          <a href={`/events/${event.slug}`}>{event.title}</a>
        </p>
        <h1>Join the waiting list</h1>
        <p className="when">{timeSpan(session, event.timeZone)}</p>
        <p>
          {placesInWords(session, IN_A_SENTENCE)}. Times are {zoneInWords(event.timeZone)}.
        </p>
        <p>
          When places come free, we offer them to the first party in line that they are enough for, and keep them until
          a time that our mail names. Nothing is promised, and you can leave at any time.
        </p>
        <ErrorSummary faults={faults} />
        <form method="post" action={`/events/${event.slug}/sessions/${session.id}/wait`} noValidate className="party">
          <Times event={event} session={session} form={placed} />
          <PartyFields event={event} form={placed} most={most} addressUse="We write there when it is your turn." />
          {most > 1 && (
            <Choice
              form={placed}
              name="/fewerIsFine"
              label="If you are several: would fewer places do?"
              help="Parties for which fewer would do are often served sooner."
              kind="radio"
              options={[
                { value: 'no', label: 'All of us, or nobody' },
                { value: 'yes', label: 'Fewer would do' },
              ]}
            />
          )}
          {event.consentText !== null && (
            <Tick form={placed} name="/consent" label={event.consentText} optional={!event.consentRequired} />
          )}
          <p>We then send you a mail. Its link shows where you stand, and lets you leave.</p>
          <p>
            <button type="submit" className="action">
              Join the waiting list
            </button>
          </p>
        </form>
        <p className="help">
          We use what you write here to offer you places and to keep them. If you have a question, write to{' '}
          <ContactWays contact={event.contact} />
        </p>
      </div>
    </Layout>
  );
}

function Times({ event, session, form }: WaitPageProps): ReactElement | null {
  const times = waitable(event, session);
  if (times.length === 1) return null;
  return (
    <>
      <Choice
        form={form}
        name="/sessionIds"
        label="Which of these times would suit you? One of them will do."
        help="The more you choose, the sooner your turn may come. These are the times at which all places are taken."
        kind="checkbox"
        preset={session.id}
        options={times.map((one) => ({
          value: one.id,
          label: `${timeSpan(one, event.timeZone)}${one.title ? `, ${one.title}` : ''}`,
        }))}
      />
      {severalOfADay(event, times) && (
        <Tick form={form} name="/anyOfDay" label="Any other time of the same day would do as well" optional />
      )}
    </>
  );
}
