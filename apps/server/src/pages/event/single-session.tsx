import type { ReactElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import { timeOf } from '#kernel';
import { BallotNotices } from '../ballot/ballot-notice.js';
import { moment, placesInWords, placeWords, timeSpan, zoneInWords } from '../parts/words.js';

interface SingleSessionProps {
  readonly event: EventView;
  readonly session: SessionView;
}

/** An event of one session needs no timetable: when it is, and the one thing that can be done. */
export function SingleSession({ event, session }: SingleSessionProps): ReactElement {
  const words = placeWords(event.programme.mood);
  return (
    <div className="single" data-live={event.slug} data-words={JSON.stringify(words)}>
      <div data-session={session.id} data-state={session.state}>
        <p className="when">{timeSpan(session, event.timeZone)}</p>
        <p>
          {session.room && `${session.room}. `}
          Doors open at {timeOf(new Date(session.admissionOpensAt), event.timeZone)}. Times are{' '}
          {zoneInWords(event.timeZone)}.
        </p>
        <p className="slot-places" data-places="">
          {placesInWords(session, words)}
        </p>
      </div>
      <NextStep event={event} session={session} />
    </div>
  );
}

function NextStep({ event, session }: SingleSessionProps): ReactElement | null {
  const form = `/events/${event.slug}/sessions/${session.id}`;
  switch (session.state) {
    case 'open':
    case 'few':
      return (
        <p>
          <a className="action" href={form}>
            Take a place
          </a>
        </p>
      );
    case 'ballot':
      return <BallotNotices event={event} />;
    case 'full':
      return session.waitingList ? (
        <p>
          <a className="action" href={`${form}/wait`}>
            Join the waiting list
          </a>
        </p>
      ) : (
        <p>Places that are given back appear here at once, so it can be worth looking again.</p>
      );
    case 'not_yet_open':
      return <p>Places can be taken from {moment(event.registration.opensAt, event.timeZone)}.</p>;
    case 'closed':
      return <p>Places can no longer be taken.</p>;
    case 'cancelled':
      return <p>This has been cancelled. Everybody who had places has been told by mail.</p>;
  }
}
