import type { ReactElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import { type FormState, atFields, placeFaults } from '../forms/faults.js';
import { POOL_CODE } from '../forms/register-form.js';
import { partyFields } from '../forms/party-form.js';
import { placesLeft } from '../forms/space-fields.js';
import { PartyFields, guestsShown } from '../party/party-fields.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { ContactWays, roomIn } from '../parts/facts.js';
import { Tick } from '../parts/form-fields.js';
import { Layout } from '../parts/layout.js';
import { placesInWords, placeWords, timeSpan, zoneInWords } from '../parts/words.js';

interface RegisterPageProps {
  readonly event: EventView;
  readonly session: SessionView;
  readonly form: FormState;
  /** Who has come with a code: `session` then says what is kept for them. */
  readonly poolCode?: string;
  /** Sent along, so that the same form sent twice takes places once. */
  readonly idempotencyKey: string;
}

export function RegisterPage({ event, session, form, poolCode, idempotencyKey }: RegisterPageProps): ReactElement {
  const most = Math.max(1, Math.min(event.registration.partyLimit, placesLeft(session)));
  const faults = placeFaults(form.faults, partyFields(event, guestsShown(form, most)));
  const placed = { ...form, faults: atFields(faults) };
  return (
    <Layout
      title={`${faults.length > 0 ? 'Please check: ' : ''}Take places · ${event.title}`}
      mood={event.programme.mood}
      house={event.venue.name}
    >
      <div className="reading">
        <SessionHeading event={event} session={session} poolCode={poolCode} />
        <ErrorSummary faults={faults} />
        <form method="post" action={`/events/${event.slug}/sessions/${session.id}`} noValidate className="party">
          <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
          {poolCode !== undefined && <input type="hidden" name={POOL_CODE} value={poolCode} />}
          <PartyFields event={event} session={session} form={placed} most={most} />
          {event.consentText !== null && (
            <Tick form={placed} name="/consent" label={event.consentText} optional={!event.consentRequired} />
          )}
          <p>{whatHappensNext(event)}</p>
          <p>
            <button type="submit" className="action">
              {most === 1 ? 'Take this place' : 'Take these places'}
            </button>
          </p>
        </form>
        {poolCode === undefined && (
          <p className="help">
            <a href={`/events/${event.slug}/code`}>I have a code</a>
          </p>
        )}
        <p className="help">
          We use what you write here to keep your places and to write to you about them. If you have a question, write{' '}
          to <ContactWays contact={event.contact} />
        </p>
      </div>
    </Layout>
  );
}

function SessionHeading({ event, session, poolCode }: HeadingProps): ReactElement {
  return (
    <>
      <p className="programme">
        <a href={`/events/${event.slug}`}>{event.title}</a>
      </p>
      <h1>{event.registration.partyLimit === 1 ? 'Take a place' : 'Take places'}</h1>
      <p className="when">{timeSpan(session, event.timeZone)}</p>
      <p>
        {[session.title, roomIn(event.venue, session), event.venue.name].filter(Boolean).join(', ')},{' '}
        {zoneInWords(event.timeZone)}. <span className="slot-places">{leftInWords(event, session, poolCode)}</span>
      </p>
    </>
  );
}

interface HeadingProps extends Pick<RegisterPageProps, 'event' | 'session'> {
  readonly poolCode: string | undefined;
}

/** Whose places they are is not said. */
function leftInWords(event: EventView, session: SessionView, poolCode: string | undefined): string {
  if (poolCode !== undefined) return `Places kept for you: ${session.available} left`;
  return placesInWords(session, placeWords(event.programme.mood));
}

function whatHappensNext({ registration }: EventView): string {
  return registration.confirmation === 'by-email'
    ? 'We then send you a mail. Your places are kept for a while and become yours when you follow the link in it.'
    : 'Your places are yours at once, and we send you a mail with the calendar entry and a link to change them or give them up.';
}
