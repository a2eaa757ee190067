import type { ReactElement, ReactNode } from 'react';
import type { EventView } from '#contracts';
import { ContactWays } from '../parts/facts.js';
import { Layout } from '../parts/layout.js';

interface RefusalPageProps {
  readonly title: string;
  /** The event that it is about, if the page knows one: its mood, its house, whom to ask. */
  readonly event?: EventView;
  readonly children: ReactNode;
}

/** Says what happened and what can be done about it. */
export function RefusalPage({ title, event, children }: RefusalPageProps): ReactElement {
  return (
    <Layout title={title} mood={event?.programme.mood ?? 'garden'} house={event?.venue.name}>
      <div className="reading">
        {event && (
          <p className="programme">
            <a href={`/events/${event.slug}`}>{event.title}</a>
          </p>
        )}
        <h1>{title}</h1>
        {children}
        {event && (
          <p>
            If you have a question, write to <ContactWays contact={event.contact} />
          </p>
        )}
      </div>
    </Layout>
  );
}
