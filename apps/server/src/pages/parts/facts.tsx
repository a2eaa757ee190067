import type { ReactElement } from 'react';
import type { AccessFacts, EventView, SessionView, VenueView } from '#contracts';
import { OutsideLink, Prose } from './prose.js';

const ACCESS_WORDS: readonly (readonly [keyof AccessFacts, string])[] = [
  ['stepFree', 'Step-free'],
  ['toilet', 'Toilet'],
  ['hearingLoop', 'Hearing loop'],
  ['seating', 'Seats'],
  ['quiet', 'Quiet'],
  ['assistanceDogs', 'Assistance dogs'],
];

export function mapUrl({ latitude, longitude }: Pick<VenueView, 'latitude' | 'longitude'>): string {
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=18/${latitude}/${longitude}`;
}

/** The address without a first line that only says the name again. */
export function addressBelow({ name, address }: Pick<VenueView, 'name' | 'address'>): string {
  return address.startsWith(`${name}\n`) ? address.slice(name.length + 1) : address;
}

/** The room, unless the name of the venue says it already: "Great Hall" in "The Great Hall, BMA House". */
export function roomIn({ name }: Pick<VenueView, 'name'>, { room }: Pick<SessionView, 'room'>): string | null {
  return room && name.toLowerCase().includes(room.toLowerCase()) ? null : room;
}

export function VenueFact({ venue }: { readonly venue: VenueView }): ReactElement {
  return (
    <section className="fact">
      <h2>Where</h2>
      <address>
        <strong>{venue.name}</strong>
        <br />
        {addressBelow(venue)}
      </address>
      <Prose text={venue.directions} />
      <p>
        <OutsideLink href={mapUrl(venue)}>Map on OpenStreetMap</OutsideLink>
      </p>
    </section>
  );
}

export function AccessFact({ event }: { readonly event: EventView }): ReactElement | null {
  const { access } = event.venue;
  const known = ACCESS_WORDS.filter(([fact]) => access[fact]);
  if (known.length === 0 && !event.accessHelp) return null;
  return (
    <section className="fact">
      <h2>Access</h2>
      <dl>
        {known.map(([fact, word]) => (
          <div key={fact}>
            <dt>{word}</dt>
            <dd>{access[fact]}</dd>
          </div>
        ))}
      </dl>
      <Prose text={event.accessHelp} />
    </section>
  );
}

export function ArrivalFact({ event }: { readonly event: EventView }): ReactElement | null {
  if (!event.arrival) return null;
  return (
    <section className="fact">
      <h2>On the day</h2>
      <Prose text={event.arrival} />
    </section>
  );
}

export function ContactFact({ contact }: Pick<EventView, 'contact'>): ReactElement {
  return (
    <section className="fact">
      <h2>Questions</h2>
      <p>
        Write to <ContactWays contact={contact} />
      </p>
    </section>
  );
}

/** "name@example.org or call 020 7946 0123." */
export function ContactWays({ contact }: Pick<EventView, 'contact'>): ReactElement {
  return (
    <>
      <a href={`mailto:${contact.email}`}>{contact.email}</a>
      {contact.phone && (
        <>
          {' '}
          or call <a href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`}>{contact.phone}</a>
        </>
      )}
      .
    </>
  );
}
