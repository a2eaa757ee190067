import type { ReactElement } from 'react';
import type { BallotView, EventView } from '#contracts';
import { type FormState, atFields, placeFaults } from '../forms/faults.js';
import { partyFields } from '../forms/party-form.js';
import { PartyFields, guestsShown } from '../party/party-fields.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { ContactWays } from '../parts/facts.js';
import { Tick } from '../parts/form-fields.js';
import { Layout } from '../parts/layout.js';
import { MailSent } from '../parts/mail-sent.js';
import { moment, timeSpan, zoneInWords } from '../parts/words.js';
import { PreferenceFields, preferenceLabels } from './preference-fields.js';

interface EnterPageProps {
  readonly ballot: BallotView;
  readonly event: EventView;
  readonly form: FormState;
  /** Sent along, so that the same form sent twice enters once. */
  readonly idempotencyKey: string;
}

export function EnterPage({ ballot, event, form, idempotencyKey }: EnterPageProps): ReactElement {
  const most = event.registration.partyLimit;
  const fields = [...preferenceLabels(ballot.sessions), ...partyFields(event, guestsShown(form, most))];
  const faults = placeFaults(form.faults, fields);
  const placed = { ...form, faults: atFields(faults) };
  const [only] = ballot.sessions;
  return (
    <Layout
      title={`${faults.length > 0 ? 'Please check: ' : ''}Enter the ballot · ${event.title}`}
      mood={event.programme.mood}
      house={event.venue.name}
    >
      <div className="reading">
        <p className="programme">
          <a href={`/events/${event.slug}`}>{event.title}</a>
        </p>
        <h1>Enter the ballot</h1>
        {ballot.sessions.length === 1 && <p className="when">{timeSpan(only!, event.timeZone)}</p>}
        <p>
          Entries are open until {moment(ballot.closesAt, event.timeZone)} ({zoneInWords(event.timeZone)}). It makes no
          difference when you enter. <a href={`/ballots/${ballot.id}`}>How the ballot works</a>
        </p>
        <ErrorSummary faults={faults} />
        <form method="post" action={`/ballots/${ballot.id}/enter`} noValidate className="party">
          <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
          <PreferenceFields sessions={ballot.sessions} event={event} form={placed} />
          <PartyFields
            event={event}
            form={placed}
            most={most}
            addressUse="We write there about your entry, and after the draw."
          />
          {event.consentText !== null && (
            <Tick form={placed} name="/consent" label={event.consentText} optional={!event.consentRequired} />
          )}
          <p>{whatHappensNext(event)}</p>
          <p>
            <button type="submit" className="action">
              Enter the ballot
            </button>
          </p>
        </form>
        <p className="help">
          We use what you write here for the ballot and to write to you about it. The published record names nobody. If
          you have a question, write to <ContactWays contact={event.contact} />
        </p>
      </div>
    </Layout>
  );
}

function whatHappensNext({ registration }: EventView): string {
  return registration.confirmation === 'by-email'
    ? 'We then send you a mail. You are in the ballot when you follow the link in it. After the draw we write to you again.'
    : 'We then send you a mail with the number of your entry and a link to withdraw it. After the draw we write to you again.';
}

/** True, and the same, whether or not the address has entered before. */
export function CheckYourEntryMailPage({
  ballot,
  event,
  email,
}: Pick<EnterPageProps, 'ballot' | 'event'> & { readonly email: string }): ReactElement {
  return (
    <MailSent
      event={event}
      email={email}
      next={`. Please follow the link in the mail before ${moment(ballot.closesAt, event.timeZone)} (${zoneInWords(event.timeZone)}): only then are you in the ballot.`}
    >
      <p>
        The mail takes a minute or two. If it does not come, look where your mail keeps unwanted mail. If the address is
        wrong, please <a href={`/ballots/${ballot.id}/enter`}>fill in the form again</a> with the right one.
      </p>
    </MailSent>
  );
}
