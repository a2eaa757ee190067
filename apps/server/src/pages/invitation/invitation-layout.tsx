import type { ReactElement, ReactNode } from 'react';
import { roomIn } from '../parts/facts.js';
import { Layout } from '../parts/layout.js';
import { timeSpan, zoneInWords } from '../parts/words.js';
import type { Asked } from './asked.js';

interface InvitationLayoutProps extends Pick<Asked, 'event' | 'session'> {
  readonly title: string;
  /** Said in the title where something needs another look. */
  readonly faulty?: boolean;
  /** On every page but that of the invitation itself. */
  readonly back?: string;
  readonly children: ReactNode;
}

export function InvitationLayout({
  title,
  faulty,
  back,
  event,
  session,
  children,
}: InvitationLayoutProps): ReactElement {
  const where = [session.title, roomIn(event.venue, session), event.venue.name].filter(Boolean).join(', ');
  return (
    <Layout
      title={`${faulty ? 'Please check: ' : ''}${title} · ${event.title}`}
      mood={event.programme.mood}
      house={event.venue.name}
    >
      <div className="reading">
        <p className="programme">
          {back ? <a href={back}>Back to your invitation</a> : <a href={`/events/${event.slug}`}>{event.title}</a>}
        </p>
        <h1>{title}</h1>
        <p className="when">{timeSpan(session, event.timeZone)}</p>
        <p>
          {where}, {zoneInWords(event.timeZone)}.
        </p>
        {children}
      </div>
    </Layout>
  );
}
