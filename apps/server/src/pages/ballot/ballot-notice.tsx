import type { ReactElement } from 'react';
import type { BallotSummary, EventView } from '#contracts';
import { isBookable, moment, zoneInWords } from '../parts/words.js';

/** Says of each ballot of the event what it is for and what can be done now. */
export function BallotNotices({ event }: { readonly event: EventView }): ReactElement {
  return (
    <>
      {event.ballots.map((ballot) => (
        <BallotNotice key={ballot.id} event={event} ballot={ballot} />
      ))}
    </>
  );
}

function BallotNotice({ event, ballot }: { readonly event: EventView; readonly ballot: BallotSummary }): ReactElement {
  const page = `/ballots/${ballot.id}`;
  return (
    <div className="notice">
      <p>
        {placesInWords(event, ballot)} {stateInWords(event, ballot)}
      </p>
      {ballot.state === 'open' && (
        <p>
          <a className={event.sessions.some(isBookable) ? 'quiet' : 'action'} href={`${page}/enter`}>
            Enter the ballot
          </a>
        </p>
      )}
      <p className="deeds">
        <a href={page}>{ballot.state === 'drawn' ? 'See how it was drawn' : 'How the ballot works'}</a>
      </p>
    </div>
  );
}

function placesInWords({ sessions }: EventView, { sessionIds, state }: BallotSummary): string {
  const given = state === 'drawn' ? 'were given' : 'are given';
  if (sessionIds.length >= sessions.length) return `Places ${given} by ballot.`;
  return sessionIds.length === 1
    ? `Places at one of the times ${given} by ballot.`
    : `Places at ${sessionIds.length} of the times ${given} by ballot.`;
}

function stateInWords({ timeZone }: EventView, { state, opensAt, closesAt }: BallotSummary): string {
  const zone = zoneInWords(timeZone);
  switch (state) {
    case 'planned':
      return `You can enter from ${moment(opensAt, timeZone)} until ${moment(closesAt, timeZone)} (${zone}).`;
    case 'open':
      return `You can enter until ${moment(closesAt, timeZone)} (${zone}). It makes no difference when you do.`;
    case 'closed':
      return 'Entries have closed. Everybody who has entered will be told by mail.';
    case 'drawn':
      return 'It has been drawn, and everybody who had entered was told by mail.';
    case 'cancelled':
      return '';
  }
}
