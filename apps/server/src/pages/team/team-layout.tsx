import type { ReactElement, ReactNode } from 'react';
import { Layout } from '../parts/layout.js';

interface TeamLayoutProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** The team's few pages, in the look of the others. */
export function TeamLayout({ title, children }: TeamLayoutProps): ReactElement {
  return (
    <Layout title={title} mood="garden" house="The events team" forGuests={false}>
      <div className="reading">
        <h1>{title}</h1>
        {children}
      </div>
    </Layout>
  );
}
