import type { ReactElement } from 'react';
import { subscriptionLinks } from '#calendar';
import { Layout } from '../parts/layout.js';
import { OutsideLink } from '../parts/prose.js';

export interface SubscribedFeed {
  readonly name: string;
  readonly url: string;
}

/** So many are read at a glance; of more than these the first alone is open. */
const FEW = 2;

/** How to follow what is on in one's own calendar, and what that cannot do. */
export function SubscribePage({ feeds }: { readonly feeds: readonly SubscribedFeed[] }): ReactElement {
  return (
    <Layout title="In your calendar" mood="garden" description="Follow what is on in your own calendar.">
      <div className="reading">
        <h1>In your calendar</h1>
        <p className="lead">
          Subscribe once, and what is on stands in your calendar, follows a change of time and says if something is
          cancelled.
        </p>
        {feeds.map((feed, index) => (
          <details key={feed.url} className="feed" open={index === 0 || feeds.length <= FEW}>
            <summary>
              <h2>{feed.name}</h2>
            </summary>
            <SubscriptionWays feed={feed} />
          </details>
        ))}
        <section>
          <h2>Your own places</h2>
          <p>
            If you have taken places, the mail that confirms them has the link to a calendar of all places under your
            address.
          </p>
        </section>
        <section>
          <h2>How soon it follows</h2>
          <p>
            That is up to your calendar. Google looks again after some hours, sometimes only the next day; Outlook.com
            after about three hours, sometimes a day; Apple as often as its settings say. If you have taken places, you
            are told of every change by mail, at once.
          </p>
          <p>
            A calendar that you subscribe to shows what is on. It takes no places: for that, go to{' '}
            <a href="/">what’s on</a>.
          </p>
        </section>
      </div>
    </Layout>
  );
}

/** The same calendar for each kind of program. */
export function SubscriptionWays({ feed }: { readonly feed: SubscribedFeed }): ReactElement {
  const { webcal, google, outlook, office365 } = subscriptionLinks(feed.url, feed.name);
  return (
    <>
      <ul className="calendars">
        <li>
          <a href={webcal}>Apple, Outlook on a computer and others</a>
        </li>
        <li>
          <OutsideLink href={google}>Google</OutsideLink>
        </li>
        <li>
          <OutsideLink href={outlook}>Outlook.com</OutsideLink>
        </li>
        <li>
          <OutsideLink href={office365}>Office 365</OutsideLink>
        </li>
      </ul>
      <p className="help">
        Or copy this address into your calendar: <span className="address">{feed.url}</span>
      </p>
    </>
  );
}
