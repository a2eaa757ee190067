import type { ReactElement } from 'react';
import { Drawing } from '../drawings/drawing.js';
import { addressBelow, mapUrl, roomIn } from '../parts/facts.js';
import { Name, OutsideLink, Prose } from '../parts/prose.js';
import { dayOf, timeOf } from '#kernel';
import { places, zoneInWords } from '../parts/words.js';
import { answersOf } from './answers.js';
import type { Holding } from './holding.js';
import { spacesOf } from './spaces.js';

/** The thing to keep: all that is needed on the day, on one printed page. */
export function Sheet({ registration, event, session }: Holding): ReactElement {
  const { venue, timeZone } = event;
  const [start, end] = [new Date(session.startsAt), new Date(session.endsAt)];
  return (
    <article className="sheet">
      <div className="sheet-head">
        <div>
          <p className="programme">{event.programme.name}</p>
          <h1>{event.title}</h1>
        </div>
        <Drawing name={event.drawing} />
      </div>
      <p className="sheet-when">
        <strong>{dayOf(start, timeZone)}</strong>
        <br />
        {timeOf(start, timeZone)} to {timeOf(end, timeZone)}, {zoneInWords(timeZone)}
        {[session.title, roomIn(venue, session)].map((words) => words && <span key={words}>, {words}</span>)}
      </p>
      <dl className="sheet-facts">
        <div className="reference">
          <dt>Reference</dt>
          <dd>{registration.reference}</dd>
        </div>
        <div>
          <dt>{places(registration.partySize)} for</dt>
          <dd>
            <Party registration={registration} />
          </dd>
        </div>
        <div>
          <dt>Where</dt>
          <dd>
            {venue.name}
            <br />
            {addressBelow(venue)}
            <br />
            <span className="no-print">
              <OutsideLink href={mapUrl(venue)}>Map on OpenStreetMap</OutsideLink>
            </span>
          </dd>
        </div>
        <div>
          <dt>Doors open</dt>
          <dd>{timeOf(new Date(session.admissionOpensAt), timeZone)}</dd>
        </div>
        <Told registration={registration} />
        {answersOf(registration, event.questions).map(({ id, label, people }) => (
          <div key={id}>
            <dt>{label}</dt>
            {people.map(({ name, words }, index) => (
              <dd key={index}>
                {name && (
                  <>
                    <Name>{name}</Name>:{' '}
                  </>
                )}
                {words}
              </dd>
            ))}
          </div>
        ))}
        <div>
          <dt>Questions</dt>
          <dd>
            {event.contact.email}
            {event.contact.phone && (
              <>
                <br />
                {event.contact.phone}
              </>
            )}
          </dd>
        </div>
      </dl>
      <Prose text={[event.arrival, venue.directions, event.accessHelp].filter(Boolean).join('\n\n')} />
    </article>
  );
}

/** What the party has said would help. It is the holder's own page. */
function Told({ registration }: Pick<Holding, 'registration'>): ReactElement | null {
  const spaces = spacesOf(registration);
  if (!registration.accessNeeds && spaces.length === 0) return null;
  return (
    <div>
      <dt>You have told us</dt>
      {spaces.map(({ name, words }, index) => (
        <dd key={index}>
          <Name>{name}</Name>: {words}
        </dd>
      ))}
      {registration.accessNeeds && <dd>{registration.accessNeeds}</dd>}
    </div>
  );
}

function Party({ registration }: Pick<Holding, 'registration'>): ReactElement {
  const names = registration.places.map(({ name }) => name).filter((name) => name !== null);
  const unnamed = registration.partySize - names.length;
  return (
    <ul className="names">
      {names.map((name, index) => (
        <li key={index}>
          <Name>{name}</Name>
        </li>
      ))}
      {unnamed > 0 && <li>{unnamed === 1 ? '1 guest' : `${unnamed} guests`}</li>}
    </ul>
  );
}
