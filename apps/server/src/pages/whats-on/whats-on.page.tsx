import type { ReactElement } from 'react';
import type { EventSummary, Mood, ProgrammeView } from '#contracts';
import { Drawing } from '../drawings/drawing.js';
import { Layout } from '../parts/layout.js';
import { daySpan, places, timeSpan } from '../parts/words.js';

interface ProgrammeOnPage {
  readonly programme: ProgrammeView;
  readonly events: readonly EventSummary[];
}

/** What is on, by programme; the programme with the next date comes first. */
export function WhatsOnPage({ events }: { readonly events: readonly EventSummary[] }): ReactElement {
  const programmes = byProgramme(events);
  const inOrder = programmes.flatMap(({ events: itsEvents }) => itsEvents);
  const drawnBefore = (event: EventSummary) => inOrder.find(({ drawing }) => drawing === event.drawing) !== event;
  return (
    <Layout title="What’s on" mood="garden" description="What is on, and how to take places.">
      <h1>What’s on</h1>
      {events.length === 0 && <p className="lead">Nothing is planned at the moment. Please look again later.</p>}
      {programmes.map(({ programme, events: itsEvents }) => (
        <section className="programme-block" data-mood={programme.mood} key={programme.slug}>
          <h2>{programme.name}</h2>
          <p>{programme.summary}</p>
          <ul className="events">
            {itsEvents.map((event) => (
              <li key={event.slug}>
                <EventCard event={event} drawnBefore={drawnBefore(event)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Layout>
  );
}

export function byProgramme(events: readonly EventSummary[]): ProgrammeOnPage[] {
  const inOrder = events.toSorted((a, b) => (a.startsAt ?? '9999').localeCompare(b.startsAt ?? '9999'));
  const programmes = Map.groupBy(inOrder, ({ programme }) => programme.slug);
  return [...programmes.values()].map((itsEvents) => ({ programme: itsEvents[0]!.programme, events: itsEvents }));
}

interface EventCardProps {
  readonly event: EventSummary;
  readonly drawnBefore: boolean;
}

/** The whole card is the link's target, but the link's name is the title alone. */
function EventCard({ event, drawnBefore }: EventCardProps): ReactElement {
  return (
    <article className="event-card">
      <Drawing name={event.drawing} again={drawnBefore} />
      <div>
        <h3>
          <a href={`/events/${event.slug}`}>{event.title}</a>
        </h3>
        <p className="when">{whenInWords(event)}</p>
        <p>{event.venue.name}</p>
        <p>{event.summary}</p>
        <p className="slot-places" data-state={event.state}>
          {stateInWords(event, event.programme.mood)}
        </p>
      </div>
    </article>
  );
}

function whenInWords({ startsAt, endsAt, venue }: EventSummary): string {
  if (!startsAt || !endsAt) return 'The times are not known yet';
  const span = { startsAt, endsAt };
  const days = daySpan(span, venue.timeZone);
  return days.includes(' to ') ? days : timeSpan(span, venue.timeZone);
}

function stateInWords({ state, available }: EventSummary, mood: Mood): string {
  switch (state) {
    case 'open':
    case 'few':
      return `${places(available)} left`;
    case 'full':
      return mood === 'memorial' ? 'All places are taken' : 'full';
    case 'ballot':
      return 'places by ballot';
    case 'not_yet_open':
      return 'not yet open';
    case 'closed':
      return 'closed';
    case 'cancelled':
      return 'cancelled';
  }
}
