import type { ReactElement, ReactNode } from 'react';
import type { EventView } from '#contracts';
import { Layout } from '../parts/layout.js';

interface ManageLayoutProps {
  readonly title: string;
  readonly event: EventView;
  /** `/manage/<token>`, on every page but that one. */
  readonly back?: string;
  readonly children: ReactNode;
}

export function ManageLayout({ title, event, back, children }: ManageLayoutProps): ReactElement {
  return (
    <Layout title={`${title} · ${event.title}`} mood={event.programme.mood} house={event.venue.name}>
      <div className="reading">
        {back && (
          <p className="programme">
            <a href={back}>Back to your places</a>
          </p>
        )}
        {children}
      </div>
    </Layout>
  );
}
