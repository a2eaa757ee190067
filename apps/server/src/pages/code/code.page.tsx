import type { ReactElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import { type FormState, placeFaults } from '../forms/faults.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { ContactWays } from '../parts/facts.js';
import { TextField } from '../parts/form-fields.js';
import { Layout } from '../parts/layout.js';
import { timeSpan, zoneInWords } from '../parts/words.js';

export const CODE_FIELD = '/code';

interface CodePageProps {
  readonly event: EventView;
  readonly form: FormState;
}

/** By GET, so that it needs no script and nothing is done by it; what it leads to is the form with the code. */
export function CodePage({ event, form }: CodePageProps): ReactElement {
  return (
    <Layout title={`Your code · ${event.title}`} mood={event.programme.mood} house={event.venue.name}>
      <div className="reading">
        <Heading event={event} title="Type your code" />
        <ErrorSummary faults={placeFaults(form.faults, [{ name: CODE_FIELD, label: 'Your code' }])} />
        <p>If you were given a code, places may be kept for you. Write it here to see them.</p>
        <form method="get" action={`/events/${event.slug}/code`} noValidate>
          <TextField
            form={form}
            name={CODE_FIELD}
            label="Your code"
            autoComplete="off"
            help="Capital or small letters, spaces and hyphens make no difference."
          />
          <button type="submit" className="action">
            Go on
          </button>
        </form>
        <p className="help">
          If it does not work, write to <ContactWays contact={event.contact} />
        </p>
      </div>
    </Layout>
  );
}

interface KeptTimesPageProps {
  readonly event: EventView;
  readonly sessions: readonly SessionView[];
  readonly linkTo: (session: SessionView) => string;
}

/** Where one code opens places at several times. */
export function KeptTimesPage({ event, sessions, linkTo }: KeptTimesPageProps): ReactElement {
  return (
    <Layout title={`Choose a time · ${event.title}`} mood={event.programme.mood} house={event.venue.name}>
      <div className="reading">
        <Heading event={event} title="Choose a time" />
        <p>Places are kept for you at these times. Times are {zoneInWords(event.timeZone)}.</p>
        <ul>
          {sessions.map((session) => (
            <li key={session.id}>
              <a href={linkTo(session)}>{timeSpan(session, event.timeZone)}</a>
              {session.title && `, ${session.title}`}
            </li>
          ))}
        </ul>
      </div>
    </Layout>
  );
}

function Heading({ event, title }: { readonly event: EventView; readonly title: string }): ReactElement {
  return (
    <>
      <p className="programme">
        <a href={`/events/${event.slug}`}>{event.title}</a>
      </p>
      <h1>{title}</h1>
    </>
  );
}
