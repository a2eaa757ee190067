import type { ReactElement, ReactNode } from 'react';
import type { EventView } from '#contracts';
import { Layout } from './layout.js';
import { Name } from './prose.js';

interface MailSentProps {
  readonly event: EventView;
  /** Which time of the event it is about, where it is about one. */
  readonly when?: string;
  readonly email: string;
  /** What to do with the mail: the rest of the sentence that names the address, from its full stop on. */
  readonly next: string;
  readonly children: ReactNode;
}

/** "Check your mail": it says nothing that whoever typed the address may not know, for its owner alone reads the mail. */
export function MailSent({ event, when, email, next, children }: MailSentProps): ReactElement {
  return (
    <Layout title={`Check your mail · ${event.title}`} mood={event.programme.mood} house={event.venue.name}>
      <div className="reading">
        <p className="programme">
          <a href={`/events/${event.slug}`}>{event.title}</a>
        </p>
        <h1>Check your mail</h1>
        {when !== undefined && <p className="when">{when}</p>}
        <p className="lead">
          We have written to{' '}
          <strong>
            <Name>{email}</Name>
          </strong>
          {next}
        </p>
        {children}
      </div>
    </Layout>
  );
}
