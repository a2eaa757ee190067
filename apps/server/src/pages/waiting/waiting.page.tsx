import type { ReactElement, ReactNode } from 'react';
import type { EventView, WaitLine, WaitView } from '#contracts';
import { ContactWays } from '../parts/facts.js';
import { Layout } from '../parts/layout.js';
import { moment, people, places, placesVerb, timeSpan, zoneInWords } from '../parts/words.js';
import { OfferPart } from './offer-part.js';

interface WaitingPageProps {
  readonly event: EventView;
  readonly entry: WaitView;
  readonly token: string;
  /** What was just done, if anything was. */
  readonly done?: string | undefined;
}

/** Where a party stands, what it is offered, and what it can do about it. */
export function WaitingPage(props: WaitingPageProps): ReactElement {
  switch (props.entry.state) {
    case 'unverified':
      return <Unverified {...props} />;
    case 'offered':
      return (
        <Frame
          {...props}
          title={`${places(props.entry.offer?.people ?? 0)} ${placesVerb(props.entry.offer?.people ?? 0)} kept for you`}
        >
          <OfferPart {...props} />
        </Frame>
      );
    case 'waiting':
      return <Waiting {...props} />;
    case 'accepted':
      return <Accepted {...props} />;
    case 'left':
    case 'ended':
      return <Gone {...props} />;
  }
}

function Unverified(props: WaitingPageProps): ReactElement {
  const { token, entry, event } = props;
  return (
    <Frame {...props} title="One step is left">
      <p className="lead">
        Please confirm that you would like to wait for {places(entry.partySize)}. From then on you stand in line.
      </p>
      {entry.lines.map((line) => (
        <p key={line.sessionId} className="when">
          {timeSpan(line, event.timeZone)} ({zoneInWords(event.timeZone)})
        </p>
      ))}
      <Deed token={token} deed="confirm" words="Yes, I would like to wait" main />
      <p className="help">If it was not you who asked, do nothing.</p>
    </Frame>
  );
}

function Waiting(props: WaitingPageProps): ReactElement {
  const { event, entry, token, done } = props;
  const fewer = entry.fewerIsFine && entry.partySize > 1 ? '; fewer would do' : '';
  return (
    <Frame {...props} title="You are on the waiting list">
      {done === 'declined' && (
        <p className="notice" role="status">
          You have declined. You wait for your other times where you stood.
        </p>
      )}
      {done === 'rejoined' && (
        <p className="notice" role="status">
          You stand at the end of the line again.
        </p>
      )}
      <p>
        You are waiting for {places(entry.partySize)}
        {fewer}. We write to you as soon as it is your turn. Times are {zoneInWords(event.timeZone)}.
      </p>
      <ul className="waiting">
        {entry.lines
          .filter(({ waits }) => waits)
          .map((line) => (
            <Standing key={line.sessionId} line={line} event={event} />
          ))}
      </ul>
      <Rule limit={entry.passedOverLimit} />
      <h2>If you do not need the places any more</h2>
      <Deed token={token} deed="leave" words="Leave the waiting list" />
    </Frame>
  );
}

function Standing({ line, event }: { readonly line: WaitLine; readonly event: EventView }): ReactElement {
  const parties = (line.position ?? 1) - 1;
  const before = line.peopleBefore ?? 0;
  return (
    <li>
      <p className="when">{timeSpan(line, event.timeZone)}</p>
      <p>
        {parties === 0
          ? 'You are the first in line.'
          : `${parties === 1 ? '1 party is' : `${parties} parties are`} before you, ${people(before)} in all.`}{' '}
        {line.chance && parties > 0 && line.chance.words}
        {line.chance && parties === 0 && 'As soon as enough places come free, we write to you.'}
      </p>
      {line.passedOver > 0 && (
        <p className="help">
          You were passed over {line.passedOver === 1 ? 'once' : `${line.passedOver} times`}, because the free places
          were not enough for all of you.
        </p>
      )}
    </li>
  );
}

function Rule({ limit }: { readonly limit: number }): ReactElement {
  return (
    <>
      <h2>How places are given</h2>
      {limit === 0 ? (
        <p>When places come free, they are kept for the first party in line until there are enough for it.</p>
      ) : (
        <p>
          When places come free, the first party in line that they are enough for gets them. A larger party is passed
          over {limit === 1 ? 'once' : `${limit} times`} at most; after that, places are saved for it. Nobody else can
          take them meanwhile.
        </p>
      )}
    </>
  );
}

function Accepted(props: WaitingPageProps): ReactElement {
  const { entry } = props;
  return (
    <Frame {...props} title="You have places">
      <p>You have accepted what we offered, and do not stand on the waiting list any more.</p>
      {entry.manageUrl && (
        <p>
          <a className="action" href={new URL(entry.manageUrl).pathname}>
            See your places
          </a>
        </p>
      )}
    </Frame>
  );
}

function Gone(props: WaitingPageProps): ReactElement {
  const { entry, token, event } = props;
  const ahead = event.status === 'published' && entry.endReason !== 'called-off' && entry.endReason !== 'registered';
  return (
    <Frame {...props} title="You are not on the waiting list">
      <p>{whyGone(props)}</p>
      {ahead &&
        entry.lines.some(({ startsAt }) =>
          event.sessions.some(
            (one) => one.startsAt === startsAt && one.state !== 'closed' && one.state !== 'cancelled',
          ),
        ) && (
          <>
            <h2>If you would like to wait again</h2>
            <p>You would stand at the end of the line.</p>
            <Deed token={token} deed="rejoin" words="Join the waiting list again" />
          </>
        )}
    </Frame>
  );
}

function whyGone({ entry, event }: WaitingPageProps): string {
  const { lastOffer, endReason, state } = entry;
  if (state === 'left') return 'You have left the waiting list. Thank you for telling us: somebody else comes sooner.';
  switch (endReason) {
    case 'expired':
      return lastOffer
        ? `We kept ${places(lastOffer.people)} for you until ${moment(lastOffer.expiresAt, event.timeZone)} (${zoneInWords(event.timeZone)}) and did not hear from you. ${lastOffer.people === 1 ? 'It has' : 'They have'} gone on to the next in line.`
        : 'We did not hear from you in time.';
    case 'declined':
      return 'You have declined what we offered. Thank you: it goes on to the next in line.';
    case 'called-off':
      return 'What you were waiting for does not take place. We are sorry.';
    case 'over':
      return 'No places came free for you in time. We are sorry.';
    case 'registered':
      return 'You have places already.';
    case 'unverified':
      return 'The link in our mail was not followed in time, so nobody waits by it.';
    default:
      return 'We have taken you off the waiting list.';
  }
}

function Frame({
  event,
  title,
  children,
}: WaitingPageProps & { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <Layout title={`${title} · ${event.title}`} mood={event.programme.mood} house={event.venue.name}>
      <div className="reading">
        <p className="programme">
          <a href={`/events/${event.slug}`}>{event.title}</a>
        </p>
        <h1>{title}</h1>
        {children}
        <p className="help">
          If you have a question, write to <ContactWays contact={event.contact} />
        </p>
      </div>
    </Layout>
  );
}

interface DeedProps {
  readonly token: string;
  readonly deed: string;
  readonly words: string;
  readonly main?: boolean;
}

/** A button, not a link: programs that look through people's mail follow every link. */
export function Deed({ token, deed, words, main = false }: DeedProps): ReactElement {
  return (
    <form method="post" action={`/waiting/${token}/${deed}`}>
      <button type="submit" className={main ? 'action' : 'quiet'}>
        {words}
      </button>
    </form>
  );
}
