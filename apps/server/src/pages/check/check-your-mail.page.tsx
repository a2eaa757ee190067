import type { ReactElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import { Layout } from '../parts/layout.js';
import { Name } from '../parts/prose.js';
import { timeSpan } from '../parts/words.js';

interface CheckYourMailPageProps {
  readonly event: EventView;
  readonly session: SessionView;
  readonly email: string;
}

/**
 * True, and the same, for an address that is new here and for one that has places already: what is kept for
 * whom stands in the mail, which only its owner reads.
 */
export function CheckYourMailPage({ event, session, email }: CheckYourMailPageProps): ReactElement {
  return (
    <Layout title={`Check your mail · ${event.title}`} mood={event.programme.mood} house={event.venue.name}>
      <div className="reading">
        <p className="programme">
          <a href={`/events/${event.slug}`}>{event.title}</a>
        </p>
        <h1>Check your mail</h1>
        <p className="when">{timeSpan(session, event.timeZone)}</p>
        <p className="lead">
          We have written to{' '}
          <strong>
            <Name>{email}</Name>
          </strong>
          . Please follow the link in the mail.
        </p>
        <p>
          The mail says how many places are kept for you, and until when. If you sent this form before, the first one
          counts until it is confirmed; you can change it afterwards.
        </p>
        <p>
          The mail takes a minute or two. If it does not come, look where your mail keeps unwanted mail. If the address
          is wrong, please <a href={`/events/${event.slug}/sessions/${session.id}`}>fill in the form again</a> with the
          right one.
        </p>
      </div>
    </Layout>
  );
}
