import type { ReactElement } from 'react';
import type { EventView, SessionView, SpeakerView } from '#contracts';
import { BallotNotices } from '../ballot/ballot-notice.js';
import { Drawing } from '../drawings/drawing.js';
import { AccessFact, ArrivalFact, ContactFact, VenueFact } from '../parts/facts.js';
import { Layout } from '../parts/layout.js';
import { Name, Prose } from '../parts/prose.js';
import { daySpan, isBookable, moment, timeSpan, zoneInWords } from '../parts/words.js';
import { SingleSession } from './single-session.js';
import { StructuredData } from './structured-data.js';
import { Timetable } from './timetable.js';

export function EventPage({ event }: { readonly event: EventView }): ReactElement {
  const alone = event.sessions.length === 1 && event.status === 'published' ? event.sessions[0] : undefined;
  return (
    <Layout
      title={`${event.title} · ${event.programme.name}`}
      mood={event.programme.mood}
      description={event.summary}
      house={event.venue.name}
    >
      <div className="title-page">
        <div>
          <p className="programme">{event.programme.name}</p>
          <h1>{event.title}</h1>
          <p className="lead">{event.summary}</p>
          {event.status === 'cancelled' && <Cancelled event={event} />}
          {alone ? <SingleSession event={event} session={alone} /> : <p className="when">{whenInWords(event)}</p>}
          {!alone && event.sessions.some(isBookable) && (
            <p>
              <a className="action" href="#sessions">
                Choose a time
              </a>
            </p>
          )}
        </div>
        <Drawing name={event.drawing} />
      </div>
      <div className="with-facts">
        <div className="reading">
          <Prose text={event.story} />
          {event.speakers.length > 0 && <Speakers speakers={event.speakers} />}
          {event.status === 'published' && event.sessions.length > 1 && <Sessions event={event} />}
          {event.status === 'published' && event.sessions.some(takesPlaces) && (
            <p className="help">
              <a href={`/events/${event.slug}/code`}>I have a code</a>
            </p>
          )}
        </div>
        <Facts event={event} />
      </div>
      <StructuredData event={event} />
    </Layout>
  );
}

/** By a code even where all public places are taken. */
function takesPlaces({ state }: SessionView): boolean {
  return state === 'open' || state === 'few' || state === 'full' || state === 'ballot';
}

function Facts({ event }: { readonly event: EventView }): ReactElement {
  return (
    <aside aria-label="Facts">
      <div>
        <VenueFact venue={event.venue} />
        <ArrivalFact event={event} />
        <AccessFact event={event} />
        <ContactFact contact={event.contact} />
      </div>
    </aside>
  );
}

function whenInWords({ sessions, timeZone }: EventView): string {
  const [only] = sessions;
  if (!only) return 'The times are not known yet.';
  if (sessions.length === 1) return timeSpan(only, timeZone);
  const startsAt = sessions.map((session) => session.startsAt).toSorted()[0]!;
  const endsAt = sessions
    .map((session) => session.endsAt)
    .toSorted()
    .at(-1)!;
  return daySpan({ startsAt, endsAt }, timeZone);
}

function Cancelled({ event }: { readonly event: EventView }): ReactElement {
  return (
    <p className="notice" role="status">
      <strong>This has been cancelled.</strong> Everybody who had places has been told by mail. If you have a question,
      write to <a href={`mailto:${event.contact.email}`}>{event.contact.email}</a>.
    </p>
  );
}

function Speakers({ speakers }: { readonly speakers: readonly SpeakerView[] }): ReactElement {
  return (
    <section className="speakers">
      <h2>{speakers.length === 1 ? 'Speaker' : 'Speakers'}</h2>
      {speakers.map((speaker) => (
        <div className="speaker" key={speaker.name}>
          <h3>
            <Name>{speaker.name}</Name>
          </h3>
          <p className="role">{speaker.role}</p>
          <Prose text={speaker.biography} />
        </div>
      ))}
    </section>
  );
}

function Sessions({ event }: { readonly event: EventView }): ReactElement {
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{event.sessions.some(isBookable) ? 'Choose a time' : 'Times'}</h2>
      <BallotNotices event={event} />
      <p>{registrationInWords(event)}</p>
      <Timetable event={event} sessions={event.sessions} linkTo={({ id }) => `/events/${event.slug}/sessions/${id}`} />
    </section>
  );
}

function registrationInWords({ registration, sessions, timeZone }: EventView): string {
  const zone = zoneInWords(timeZone);
  if (sessions.every(({ state }) => state === 'ballot')) return `Times are ${zone}.`;
  if (sessions.every(({ state }) => state === 'not_yet_open')) {
    return `Places can be taken from ${moment(registration.opensAt, timeZone)} (${zone}).`;
  }
  if (sessions.every(({ state }) => state === 'closed' || state === 'cancelled'))
    return 'Places can no longer be taken.';
  const until = registration.closesAt ? ` Places can be taken until ${moment(registration.closesAt, timeZone)}.` : '';
  return `Times are ${zone}.${until}`;
}
