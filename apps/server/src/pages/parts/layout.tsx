import type { ReactElement, ReactNode } from 'react';
import type { Mood } from '#contracts';
import { type AssetName, assetUrl } from '../assets/assets.js';

interface LayoutProps {
  readonly title: string;
  readonly mood: Mood;
  /** For search engines. A page without one is kept out of them: it is about one person. */
  readonly description?: string;
  /** Whose house this is, at the head of the page. */
  readonly house?: string;
  /** False for pages of the team: only guests have places and lose their links. */
  readonly forGuests?: boolean;
  readonly children: ReactNode;
}

const DISPLAY_FACE: Readonly<Record<Mood, AssetName>> = { garden: 'fell.woff2', memorial: 'source-serif.woff2' };

export function Layout({ title, mood, description, house, forGuests = true, children }: LayoutProps): ReactElement {
  return (
    <html lang="en-GB" data-mood={mood}>
      <head>
        <meta charSet="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {description ? <meta name="description" content={description} /> : <meta name="robots" content="noindex" />}
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <FontPreload name="atkinson.woff2" />
        <FontPreload name={DISPLAY_FACE[mood]} />
        <link rel="stylesheet" href={assetUrl('site.css')} />
        <link rel="icon" type="image/svg+xml" href={assetUrl('icon.svg')} />
        <script src={assetUrl('site.js')} defer />
      </head>
      <body>
        <a className="skip" href="#content">
          Skip to the content
        </a>
        <header className="site-head">
          {house && <p className="house">{house}</p>}
          <nav aria-label="Site">
            <a href="/">What’s on</a>
          </nav>
        </header>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        {forGuests && <SiteFoot />}
      </body>
    </html>
  );
}

function SiteFoot(): ReactElement {
  return (
    <footer className="site-foot">
      <p>
        Have you taken places and lost the mail? <a href="/lost-link">We can send you your link again</a>.
      </p>
      <p>
        <a href="/subscribe">Follow what is on in your calendar</a>
      </p>
    </footer>
  );
}

function FontPreload({ name }: { readonly name: AssetName }): ReactElement {
  return <link rel="preload" as="font" type="font/woff2" href={assetUrl(name)} crossOrigin="anonymous" />;
}
