import type { ReactElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import { timeOf } from '#kernel';
import { Time } from '../parts/prose.js';
import { timetable, type TimetablePart } from '../parts/timetable.js';
import { placesInWords, placeWords } from '../parts/words.js';

interface TimetableProps {
  readonly event: EventView;
  readonly sessions: readonly SessionView[];
  readonly linkTo: (session: SessionView) => string;
}

/** A row per time; the whole row is the link. site.js keeps the places left true. */
export function Timetable({ event, sessions, linkTo }: TimetableProps): ReactElement {
  const words = placeWords(event.programme.mood);
  const row = (session: SessionView) => (
    <li key={session.id}>
      <Row session={session} href={linkTo(session)} timeZone={event.timeZone} places={placesInWords(session, words)} />
    </li>
  );
  return (
    <div className="timetable" data-live={event.slug} data-words={JSON.stringify(words)}>
      {timetable(sessions, event.timeZone).map(({ day, parts }) => (
        <section key={day}>
          <h3>{day}</h3>
          {parts.map((part) => (
            <Part key={part.name} part={part} alone={parts.length === 1} row={row} />
          ))}
        </section>
      ))}
    </div>
  );
}

interface PartProps {
  readonly part: TimetablePart;
  readonly alone: boolean;
  readonly row: (session: SessionView) => ReactElement;
}

function Part({ part, alone, row }: PartProps): ReactElement {
  return (
    <>
      {!alone && <h4>{part.name}</h4>}
      <ol className="times">{part.sessions.map(row)}</ol>
    </>
  );
}

interface RowProps {
  readonly session: SessionView;
  readonly href: string;
  readonly timeZone: string;
  readonly places: string;
}

function Row({ session, href, timeZone, places }: RowProps): ReactElement {
  const closed = session.state === 'closed' || session.state === 'cancelled' || session.state === 'not_yet_open';
  const content = (
    <>
      <span className="slot-time">
        <Time dateTime={session.startsAt}>{timeOf(new Date(session.startsAt), timeZone)}</Time> to{' '}
        <Time dateTime={session.endsAt}>{timeOf(new Date(session.endsAt), timeZone)}</Time>
      </span>{' '}
      <span className="slot-what">{[session.title, session.room].filter(Boolean).join(', ')}</span>{' '}
      <span className="slot-places" data-places="">
        {places}
      </span>
    </>
  );
  const row = { className: 'slot', 'data-session': session.id, 'data-state': session.state };
  if (closed) return <div {...row}>{content}</div>;
  return (
    <a {...row} href={href}>
      {content}
    </a>
  );
}
