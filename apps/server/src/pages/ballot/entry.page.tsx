import type { ReactElement } from 'react';
import type { BallotView, EntryView, EventView } from '#contracts';
import { ManageLayout } from '../manage/manage-layout.js';
import { ContactWays } from '../parts/facts.js';
import { moment, people, places, timeSpan, zoneInWords } from '../parts/words.js';

/** What the pages behind an entry's link show. */
export interface HeldEntry {
  readonly entry: EntryView;
  readonly ballot: BallotView;
  readonly event: EventView;
  /** `/ballot-entries/<token>` */
  readonly base: string;
}

export function EntryPage({ done, ...held }: HeldEntry & { readonly done: string | undefined }): ReactElement {
  const { entry, ballot, event, base } = held;
  const listed = entry.state === 'entered' && ballot.state !== 'cancelled';
  return (
    <ManageLayout title="Your entry" event={event}>
      <p className="programme">
        <a href={`/events/${event.slug}`}>{event.title}</a>
      </p>
      <h1>Your entry in the ballot</h1>
      <Standing {...held} justWithdrawn={done === 'withdrawn'} />
      <dl className="terms">
        <div>
          <dt>Party</dt>
          <dd>{people(entry.partySize)}</dd>
        </div>
        <div>
          <dt>{entry.preferences.length === 1 ? 'Time' : 'Times, in your order'}</dt>
          <dd>
            <Times times={timesOf(held)} />
          </dd>
        </div>
        <div>
          <dt>Number of your entry</dt>
          <dd>
            <code className="hash">{entry.id}</code>
            {listed && (
              <p className="help">
                By this number it stands in the list that {ballot.closedAt ? 'was' : 'is'} published when entries
                {ballot.closedAt ? ' closed' : ' close'}. Nobody can tell from it who you are.
              </p>
            )}
          </dd>
        </div>
      </dl>
      <ul className="deeds">
        <li>
          <a href={`/ballots/${ballot.id}${listed && ballot.closedAt ? `?entry=${entry.id}#find` : ''}`}>
            {listed && ballot.closedAt ? 'Find it in the published list' : 'How the ballot works'}
          </a>
        </li>
        {ballot.state === 'open' && entry.state === 'entered' && (
          <li>
            <a href={`${base}/withdraw`}>Withdraw this entry</a>
          </li>
        )}
      </ul>
      <p className="help">
        If you have a question, write to <ContactWays contact={event.contact} />
      </p>
    </ManageLayout>
  );
}

/** How it stands, and the one thing that can be done about it. */
function Standing({ justWithdrawn, ...held }: HeldEntry & { readonly justWithdrawn: boolean }): ReactElement {
  const { entry, ballot, event, base } = held;
  const closes = `${moment(ballot.closesAt, event.timeZone)} (${zoneInWords(event.timeZone)})`;
  if (ballot.state === 'cancelled') {
    return <p className="lead">This ballot was cancelled, so there will be no draw. We are sorry.</p>;
  }
  switch (entry.state) {
    case 'withdrawn':
      return (
        <p className="lead" role={justWithdrawn ? 'status' : undefined}>
          {justWithdrawn ? 'Your entry is withdrawn.' : 'This entry was withdrawn.'}{' '}
          {ballot.state === 'open' && (
            <>
              Until entries close on {closes} you can <a href={`/ballots/${ballot.id}/enter`}>enter again</a>.
            </>
          )}
        </p>
      );
    case 'lapsed':
      return (
        <p className="lead">Entries closed before this address was confirmed, so this entry was not in the draw.</p>
      );
    case 'unverified':
      if (ballot.state !== 'open') return <p className="lead">Entries have closed, and this one was not confirmed.</p>;
      return (
        <>
          <p className="lead">One step is left: please confirm your entry before {closes}.</p>
          <form method="post" action={`${base}/confirm`}>
            <p>
              <button type="submit" className="action">
                Confirm my entry
              </button>
            </p>
          </form>
        </>
      );
    case 'entered':
      return <Result {...held} />;
  }
}

function Result({ entry, ballot, event }: HeldEntry): ReactElement {
  const { timeZone } = event;
  if (entry.rank === null) {
    return (
      <p className="lead">
        You are in the ballot. {ballot.state === 'open' ? 'Entries close' : 'Entries closed'} on{' '}
        {moment(ballot.closesAt, timeZone)} ({zoneInWords(timeZone)}), and after the draw we write to you whether you
        have places or not.
      </p>
    );
  }
  const won = event.sessions.find(({ id }) => id === entry.wonSessionId);
  if (!won && entry.outcome === 'called-off') {
    return (
      <p className="lead">
        What you had named does not take place or is over, so there were no places to give. We are sorry.
      </p>
    );
  }
  if (!won) {
    return (
      <p className="lead">
        You were not drawn: when it was your turn, there was no room left for your party at the times that you named. We
        are sorry.
        {entry.outcome === 'waiting' &&
          ' You are on the waiting list; the mail about the draw says how, and has the link to where you stand.'}
      </p>
    );
  }
  switch (entry.outcome) {
    case 'has-places':
      return (
        <p className="lead">
          You were drawn for {timeSpan(won, timeZone)}. Your address had places here already, or held some that were
          still to be confirmed, so those stay and no further ones were taken.
        </p>
      );
    case 'called-off':
      return (
        <p className="lead">
          You were drawn for {timeSpan(won, timeZone)}, which{' '}
          {won.state === 'cancelled' ? 'does not take place' : 'was over before its places could be given'}. We are
          sorry.
        </p>
      );
    default:
      return (
        <p className="lead">
          You were drawn: {places(entry.partySize)}, {timeSpan(won, timeZone)} ({zoneInWords(timeZone)}). The
          confirmation with your link and the calendar entry comes by mail.
        </p>
      );
  }
}

function Times({ times }: { readonly times: readonly string[] }): ReactElement {
  if (times.length === 1) return <p>{times[0]}</p>;
  return (
    <ol>
      {times.map((time, index) => (
        <li key={index}>{time}</li>
      ))}
    </ol>
  );
}

function timesOf({ entry, event }: HeldEntry): string[] {
  return entry.preferences.map((id) => {
    const session = event.sessions.find((one) => one.id === id);
    return session ? timeSpan(session, event.timeZone) : 'A time that is no longer there';
  });
}

/** The step between wanting to and having done it. */
export function WithdrawPage({ ballot, event, base }: HeldEntry): ReactElement {
  return (
    <ManageLayout title="Withdraw" event={event}>
      <p className="programme">
        <a href={base}>Back to your entry</a>
      </p>
      <h1>Withdraw your entry?</h1>
      <p>
        You will not be in the draw. Until {moment(ballot.closesAt, event.timeZone)} ({zoneInWords(event.timeZone)}) you
        can enter again, with the same chance as anybody else.
      </p>
      <form method="post" action={`${base}/withdraw`}>
        <p>
          <button type="submit" className="action grave">
            Yes, withdraw it
          </button>
        </p>
      </form>
      <p className="deeds">
        <a href={base}>No, keep it</a>
      </p>
    </ManageLayout>
  );
}
