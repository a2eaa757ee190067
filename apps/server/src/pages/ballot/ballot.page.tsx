import type { ReactElement, ReactNode } from 'react';
import type { BallotView, EventView } from '#contracts';
import { Layout } from '../parts/layout.js';
import { moment, places, timeSpan, zoneInWords } from '../parts/words.js';
import type { FoundEntry } from './found-entry.js';

interface BallotPageProps {
  readonly ballot: BallotView;
  readonly event: EventView;
  /** What the reader has asked for, if anything. */
  readonly found?: FoundEntry | undefined;
}

export const SCRIPT_PATH = '/ballots/verify-ballot.py';

/** How the ballot works and how it went, for people; the record says the same for machines. */
export function BallotPage({ ballot, event, found }: BallotPageProps): ReactElement {
  const cancelled = ballot.state === 'cancelled';
  return (
    <Layout
      title={`Ballot · ${event.title}`}
      mood={event.programme.mood}
      house={event.venue.name}
      description={`How places at “${event.title}” are given by ballot, and how to check the draw.`}
    >
      <div className="reading ballot">
        <p className="programme">
          <a href={`/events/${event.slug}`}>{event.title}</a>
        </p>
        <h1>Ballot for places</h1>
        <State ballot={ballot} event={event} />
        {!cancelled && <HowItWorks ballot={ballot} event={event} />}
        {ballot.closedAt && <FindEntry ballot={ballot} found={found} event={event} />}
        <Published ballot={ballot} event={event} />
        {!cancelled && <CheckIt ballot={ballot} />}
      </div>
    </Layout>
  );
}

function State({ ballot, event: { timeZone } }: Omit<BallotPageProps, 'found'>): ReactElement {
  const { state, opensAt, closesAt, drawsAt, entries, drawn } = ballot;
  switch (state) {
    case 'planned':
      return <p className="lead">You can enter from {moment(opensAt, timeZone)}.</p>;
    case 'open':
      return (
        <>
          <p className="lead">You can enter until {moment(closesAt, timeZone)}.</p>
          <p>
            <a className="action" href={`/ballots/${ballot.id}/enter`}>
              Enter the ballot
            </a>
          </p>
        </>
      );
    case 'closed':
      return <p className="lead">Entries have closed. The draw is on {moment(drawsAt, timeZone)}.</p>;
    case 'drawn':
      return (
        <p className="lead">
          It has been drawn. {parties(entries ?? 0)} had entered, and {drawn} of them {drawn === 1 ? 'was' : 'were'}{' '}
          given places.
        </p>
      );
    case 'cancelled':
      return (
        <p className="lead">
          This ballot was cancelled, so there will be no draw. Everybody who had entered has been told by mail.
        </p>
      );
  }
}

function HowItWorks({ ballot, event }: Omit<BallotPageProps, 'found'>): ReactElement {
  const { timeZone } = event;
  return (
    <section aria-labelledby="how">
      <h2 id="how">How it works</h2>
      <ul>
        <li>
          {ballot.closedAt ? 'Entries were' : 'Entries are'} open from {moment(ballot.opensAt, timeZone)} to{' '}
          {moment(ballot.closesAt, timeZone)} ({zoneInWords(timeZone)}). It makes no difference when an entry is made,
          and it can be withdrawn until the close.
        </li>
        <li>Each address enters once, with the size of the party and the times that would suit it, in order.</li>
        <li>
          Then the entries are put in order by lot. One after the other gets the first of its times that still has room
          for the whole party: no party is divided. A large party may find no room where a smaller one after it does.
        </li>
        <li>
          The team can give an entry more weight, which is as if it stood in the list several times. The published list
          shows which entries have any.
        </li>
        <li>Everybody is told by mail, whether they have places or not.</li>
      </ul>
      <h3>{ballot.closedAt ? 'Places in this ballot' : 'Times in this ballot'}</h3>
      <ul>
        {ballot.sessions.map((session) => (
          <li key={session.id}>
            {timeSpan(session, timeZone)}
            {session.title && `, ${session.title}`}
            {session.places !== null && `: ${places(session.places)}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function FindEntry({ ballot, event, found }: BallotPageProps): ReactElement {
  return (
    <section aria-labelledby="find">
      <h2 id="find">Find your entry</h2>
      <p>The number of your entry stands in the mail that we sent you. Nobody can tell from it who you are.</p>
      <form method="get" action={`/ballots/${ballot.id}#find`} className="with-button">
        <div className="field">
          <label htmlFor="entry">Number of the entry</label>
          <input id="entry" name="entry" defaultValue={found?.asked ?? ''} autoComplete="off" spellCheck={false} />
        </div>
        <button type="submit" className="quiet">
          Find it
        </button>
      </form>
      {found && (
        <p className="notice" role="status">
          {foundInWords(found, ballot, event)}
        </p>
      )}
    </section>
  );
}

function foundInWords({ entry }: FoundEntry, ballot: BallotView, { timeZone }: EventView): string {
  if (!entry) return 'This number is not in the list. Please copy it from the mail as a whole.';
  if (entry.rank === null) return 'This entry is in the list. The draw has not been yet.';
  const won = ballot.sessions.find(({ id }) => id === entry.sessionId);
  const place = `This entry was drawn at place ${entry.rank} of ${ballot.entries}.`;
  return won ? `${place} It has ${places(entry.partySize)}: ${timeSpan(won, timeZone)}.` : `${place} It has no places.`;
}

/** What is known, when it was said, and what it means. Of a ballot that was cancelled nothing more is to come. */
function Published({ ballot, event: { timeZone } }: Omit<BallotPageProps, 'found'>): ReactElement {
  const { commitment, committedAt, listHash, closedAt, seed, drawnAt } = ballot;
  const goesOn = ballot.state !== 'cancelled';
  return (
    <section aria-labelledby="published">
      <h2 id="published">What is published, and when</h2>
      <dl className="terms">
        <Said term="Before entries: the commitment" value={commitment} at={moment(committedAt, timeZone)}>
          The draw is decided by a random number that nobody has chosen, the seed. This is its fingerprint (SHA-256).
          With it the seed is fixed: no other one has this fingerprint.
        </Said>
        {(goesOn || listHash) && (
          <Said
            term="At the close: the fingerprint of the list"
            value={listHash}
            at={closedAt && moment(closedAt, timeZone)}
          >
            All entries without names: number, size of the party, weight and times. From here on none can be added,
            changed or left out without being noticed.
          </Said>
        )}
        {goesOn && (
          <Said term="At the draw: the seed" value={seed} at={drawnAt && moment(drawnAt, timeZone)}>
            With the seed and the list everybody can draw again and comes to the same result.
          </Said>
        )}
      </dl>
    </section>
  );
}

interface SaidProps {
  readonly term: string;
  readonly value: string | null;
  readonly at: string | null;
  readonly children: ReactNode;
}

function Said({ term, value, at, children }: SaidProps): ReactElement {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <p>{children}</p>
        {value && at ? (
          <p>
            Published on {at}: <code className="hash">{value}</code>
          </p>
        ) : (
          <p>Not yet.</p>
        )}
      </dd>
    </div>
  );
}

function CheckIt({ ballot }: Pick<BallotPageProps, 'ballot'>): ReactElement {
  return (
    <section aria-labelledby="check">
      <h2 id="check">Check it yourself</h2>
      <p>
        Keep the commitment from this page before the draw, and the fingerprint of the list after the close. Then take{' '}
        <a href={`/api/v1/ballots/${ballot.id}/record`}>the record</a> and{' '}
        <a href={SCRIPT_PATH}>the script that checks it</a>, which needs Python and nothing else:
      </p>
      <pre>
        <code>python3 verify-ballot.py record.json</code>
      </pre>
      <p className="help">
        It shows that the seed was fixed before anybody entered, that the list is the one from the close, and that the
        result follows from both. It cannot show that every entry was taken into the list: for that, look for your own.
      </p>
    </section>
  );
}

function parties(count: number): string {
  return count === 1 ? '1 party' : `${count} parties`;
}
