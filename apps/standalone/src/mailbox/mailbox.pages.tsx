import type { ReactElement, ReactNode } from 'react';
import { assetUrl } from '../../../server/src/pages/assets/assets.js';
import type { ReadMail } from './read-mail.js';

interface MailListProps {
  readonly mails: readonly { readonly id: string; readonly mail: ReadMail }[];
  readonly total: number;
}

export function MailListPage({ mails, total }: MailListProps): ReactElement {
  return (
    <Page title="Mailbox">
      <h1>Mailbox</h1>
      <p>
        No SMTP server is named, so mail stays here and reaches nobody. Set SMTP_URL to send it. This page opens on this
        machine only.
      </p>
      {mails.length === 0 && <p>There is no mail yet. Take a place on the site, and its mail comes here.</p>}
      <ol className="mails">
        {mails.map(({ id, mail }) => (
          <li key={id}>
            <a href={`/mailbox/${id}`}>
              <bdi>{mail.subject}</bdi>
            </a>
            <span>
              To <bdi>{mail.to}</bdi>
            </span>
            <Sent date={mail.date} />
          </li>
        ))}
      </ol>
      {total > mails.length && <p>{total - mails.length} older mails are kept as files in the data folder.</p>}
    </Page>
  );
}

interface MailProps {
  readonly id: string;
  readonly mail: ReadMail;
}

export function MailPage({ id, mail }: MailProps): ReactElement {
  return (
    <Page title={`${mail.subject}: Mailbox`}>
      <p>
        <a href="/mailbox">All mail</a>
      </p>
      <h1>
        <bdi>{mail.subject}</bdi>
      </h1>
      <dl className="lines">
        <Line label="From">{mail.from}</Line>
        <Line label="To">{mail.to}</Line>
        <Line label="Sent">
          <Sent date={mail.date} />
        </Line>
      </dl>
      <p>
        <a href={`/mailbox/${id}/mail.eml`}>Download the mail as it was sent (.eml)</a>
      </p>
      {mail.html && (
        <section>
          <h2>As HTML</h2>
          <p>Links do nothing inside this frame; those in the plain text below work.</p>
          <iframe title="The mail as HTML" sandbox="" src={`/mailbox/${id}/html`} />
        </section>
      )}
      <section>
        <h2>As plain text</h2>
        <pre className="text">{withLinks(mail.text)}</pre>
      </section>
      {mail.calendar && <CalendarView calendar={mail.calendar} />}
      <section>
        <h2>Headers</h2>
        <pre>{mail.headers.join('\n')}</pre>
      </section>
    </Page>
  );
}

function CalendarView({ calendar }: { readonly calendar: NonNullable<ReadMail['calendar']> }): ReactElement {
  return (
    <section>
      <h2>Calendar entry</h2>
      <dl className="lines">
        {(calendar.summary ?? []).map(([label, value]) => (
          <Line key={label} label={label}>
            {value}
          </Line>
        ))}
      </dl>
      <details open={calendar.summary === undefined}>
        <summary>Source</summary>
        <pre>{calendar.source}</pre>
      </details>
    </section>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}

function Sent({ date }: { readonly date: Date | undefined }): ReactElement | null {
  if (!date) return null;
  return <time dateTime={date.toISOString()}>{date.toISOString().slice(0, 19).replace('T', ' ')} UTC</time>;
}

/** Only addresses of the web become links, and only as far as their letters go. */
function withLinks(text: string): ReactNode[] {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={index} href={part} rel="noreferrer">
        {part}
      </a>
    ),
  );
}

function Page({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <html lang="en-GB" data-mood="garden">
      <head>
        <meta charSet="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href={assetUrl('site.css')} />
        <link rel="stylesheet" href="/mailbox/mailbox.css" />
        <link rel="icon" type="image/svg+xml" href={assetUrl('icon.svg')} />
      </head>
      <body className="mailbox">
        <main>{children}</main>
      </body>
    </html>
  );
}
