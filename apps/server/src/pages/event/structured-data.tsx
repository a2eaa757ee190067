import type { ReactElement } from 'react';
import type { EventView } from '#contracts';
import { zoned } from '#kernel';

/** The event for machines: schema.org/Event as JSON-LD. It says no more than the page does. */
export function StructuredData({ event }: { readonly event: EventView }): ReactElement | null {
  const data = structuredData(event);
  if (!data) return null;
  // `<` is the one character that could end the element early.
  const text = JSON.stringify(data).replaceAll('<', '\\u003c');
  // oxlint-disable-next-line react/no-danger -- JSON, escaped above; React would turn its quotes into entities
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: text }} />;
}

/** Nothing for an event without times: a date is required. */
export function structuredData(event: EventView): object | undefined {
  const starts = event.sessions.map(({ startsAt }) => startsAt).toSorted();
  const ends = event.sessions.map(({ endsAt }) => endsAt).toSorted();
  if (starts.length === 0) return undefined;
  const cancelled = event.status === 'cancelled' || event.sessions.every(({ state }) => state === 'cancelled');
  const local = (instant: string) => zoned(new Date(instant), event.timeZone).toString({ timeZoneName: 'never' });
  const { venue } = event;
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: event.title,
    description: event.summary,
    startDate: local(starts[0]!),
    endDate: local(ends.at(-1)!),
    eventStatus: `https://schema.org/${cancelled ? 'EventCancelled' : 'EventScheduled'}`,
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    location: {
      '@type': 'Place',
      name: venue.name,
      address: venue.address.replaceAll('\n', ', '),
      geo: { '@type': 'GeoCoordinates', latitude: venue.latitude, longitude: venue.longitude },
    },
    superEvent: { '@type': 'EventSeries', name: event.programme.name },
    ...(event.speakers.length > 0 && {
      performer: event.speakers.map(({ name }) => ({ '@type': 'Person', name })),
    }),
  };
}
