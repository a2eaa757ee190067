import type { ReactElement } from 'react';
import type { EventView, RegistrationReceipt, SessionView } from '#contracts';
import { timeOf } from '#kernel';
import { Layout } from '../parts/layout.js';
import { Name } from '../parts/prose.js';
import { places, timeSpan, zoneInWords } from '../parts/words.js';

interface CheckYourMailPageProps {
  readonly event: EventView;
  readonly session: SessionView;
  readonly receipt: Pick<RegistrationReceipt, 'partySize' | 'heldUntil'>;
  readonly email: string;
}

export function CheckYourMailPage({ event, session, receipt, email }: CheckYourMailPageProps): ReactElement {
  const until = receipt.heldUntil && timeOf(new Date(receipt.heldUntil), event.timeZone);
  return (
    <Layout title={`Check your mail · ${event.title}`} mood={event.programme.mood} house={event.venue.name}>
      <div className="reading">
        <p className="programme">
          <a href={`/events/${event.slug}`}>{event.title}</a>
        </p>
        <h1>Check your mail</h1>
        <p className="when">{timeSpan(session, event.timeZone)}</p>
        <p className="lead">
          We have kept {places(receipt.partySize)} for you{until && ` until ${until} (${zoneInWords(event.timeZone)})`}.
          Follow the link in the mail to confirm {receipt.partySize === 1 ? 'it' : 'them'}.
        </p>
        <p>
          We have written to{' '}
          <strong>
            <Name>{email}</Name>
          </strong>
          . The mail takes a minute or two. If it does not come, look where your mail keeps unwanted mail. If the
          address is wrong, go back and correct it: nothing is lost.
        </p>
      </div>
    </Layout>
  );
}
