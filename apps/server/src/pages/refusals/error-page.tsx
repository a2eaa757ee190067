import { HttpException } from '@nestjs/common';
import type { ReactElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import { DomainError, InvalidInput } from '#kernel';
import { type FormBody, textOf } from '../forms/form-body.js';
import { readPartySize } from '../forms/party-form.js';
import { Name } from '../parts/prose.js';
import { render } from '../parts/render.js';
import { moment, places, placesVerb, zoneInWords } from '../parts/words.js';
import { CodeUsedUpPage } from './code-used-up.page.js';
import { FullPage } from './full.page.js';
import { RefusalPage } from './refusal.page.js';

/** What is known where the error was caught; all of it may be missing. */
export interface ErrorContext {
  readonly event?: EventView;
  readonly session?: SessionView;
  /** What was typed, so that nothing is lost. */
  readonly values?: FormBody;
  /** Given with unexpected errors, so that the people who look after this can find them. */
  readonly requestId?: string;
}

/**
 * The page for a refusal (a DomainError, known by its `code`), for an HTTP error of the framework
 * (known by its `status`), or for anything unexpected. It never shows the message of an unexpected error.
 */
export function errorPage(error: unknown, context: ErrorContext = {}): string {
  return render(pageOf(error, context));
}

function pageOf(error: unknown, context: ErrorContext): ReactElement {
  if (!(error instanceof DomainError)) return pageOfStatus({ status: statusOf(error) }, context);
  const { event, session } = context;
  if (error.code === 'session_full' && event && session) return fullPage(error, { ...context, event, session });
  const page = PAGES[error.code];
  return page ? page(context, error) : pageOfStatus(answeredBy(error), context);
}

/** With what is wrong with a form that is no longer there to say it. */
function answeredBy(error: DomainError): Answered {
  const { status, retryAfter } = error;
  const message = error instanceof InvalidInput ? error.errors.map(({ detail }) => detail).join(' ') : error.message;
  return { status, retryAfter, message };
}

type Page = (context: ErrorContext, error: DomainError) => ReactElement;

const PAGES: Readonly<Record<string, Page>> = {
  session_full: ({ event }) => (
    <RefusalPage title="There are not enough places left" event={event}>
      <p>Nothing has been changed. A smaller party may still fit, or another time.</p>
    </RefusalPage>
  ),
  no_wheelchair_space: ({ event }, error) => <NoSpace event={event} error={error} />,
  no_companion_place: ({ event }, error) => <NoSpace event={event} error={error} />,
  code_unknown: ({ event }, error) => (
    <RefusalPage title="This code opens no places here" event={event}>
      <p>
        {error.message} No places have been taken for you.{' '}
        {event && <a href={`/events/${event.slug}/code`}>Type the code again</a>}
      </p>
    </RefusalPage>
  ),
  code_used_up: ({ event, session, values }, { message, data }) => (
    <CodeUsedUpPage {...{ event, session, values, message }} available={Number(data['available'])} />
  ),
  too_many_codes: ({ event }, error) => (
    <RefusalPage title="Too many wrong codes" event={event}>
      <p>{error.message}</p>
    </RefusalPage>
  ),
  already_registered: ({ event, values }) => (
    <RefusalPage title="There are places with this address already" event={event}>
      <p>
        Somebody has taken places with the address {values ? <Name>{textOf(values, '/contact/email')}</Name> : 'given'}.
        We have mailed the link to that address. With it you can see these places, change them, or give them up.
      </p>
      <p>The mail takes a minute or two. If it does not come, look where your mail keeps unwanted mail.</p>
    </RefusalPage>
  ),
  places_by_ballot: ({ event }, error) => (
    <RefusalPage title="These places are given by ballot" event={event}>
      <p>They cannot be taken one by one. Everybody who enters in time has the same chance, first or last.</p>
      <p>
        <a href={`/ballots/${String(error.data['ballotId'])}`}>How the ballot works, and how to enter</a>
      </p>
    </RefusalPage>
  ),
  ballot_not_open: ({ event }, error) => (
    <RefusalPage title="You cannot enter yet" event={event}>
      <p>
        {event
          ? `Entries open on ${moment(String(error.data['opensAt']), event.timeZone)}, ${zoneInWords(event.timeZone)}.`
          : 'Entries have not opened.'}{' '}
        It makes no difference whether you enter early or late.
      </p>
    </RefusalPage>
  ),
  ballot_closed: ({ event }) => (
    <RefusalPage title="Entries have closed" event={event}>
      <p>
        The list is fixed: nothing can be added, changed or withdrawn any more. If you have entered, we write to you
        after the draw. If you are given places and cannot come, you can give them up then.
      </p>
    </RefusalPage>
  ),
  ballot_cancelled: ({ event }) => (
    <RefusalPage title="This ballot was cancelled" event={event}>
      <p>Everybody who had entered has been told by mail.</p>
    </RefusalPage>
  ),
  already_entered: ({ event, values }) => (
    <RefusalPage title="This address has entered already" event={event}>
      <p>
        Somebody has entered with the address{' '}
        {values ? <Name>{textOf(values, '/contact/email')}</Name> : 'of this entry'}. We have mailed the link to that
        address, unless we did so a few minutes ago. With it you can see the entry or withdraw it.
      </p>
      <p>The mail takes a minute or two. If it does not come, look where your mail keeps unwanted mail.</p>
    </RefusalPage>
  ),
  entry_withdrawn: ({ event }) => (
    <RefusalPage title="This entry was withdrawn" event={event}>
      <p>While entries are open you can enter again.</p>
    </RefusalPage>
  ),
  registration_closed: ({ event }) => (
    <RefusalPage title="Places can no longer be taken" event={event}>
      <p>Registration has closed. If you have places already, they are not affected.</p>
    </RefusalPage>
  ),
  not_yet_open: ({ event }) => (
    <RefusalPage title="Places cannot be taken yet" event={event}>
      <p>
        {event
          ? `They can be taken from ${moment(event.registration.opensAt, event.timeZone)}, ${zoneInWords(event.timeZone)}.`
          : 'Registration has not opened.'}
      </p>
    </RefusalPage>
  ),
  session_cancelled: ({ event }) => (
    <RefusalPage title="This has been cancelled" event={event}>
      <p>It will not take place. Everybody who had places has been told by mail.</p>
    </RefusalPage>
  ),
  too_late: ({ event }) => (
    <RefusalPage title="It is too late to change this here" event={event}>
      <p>The time for changes has passed. Please tell us if you cannot come: somebody else may be glad of the place.</p>
    </RefusalPage>
  ),
  invitation_required: ({ event }) => (
    <RefusalPage title="These places are kept for people with an invitation" event={event}>
      <p>If you have been invited, please follow the link in your invitation.</p>
    </RefusalPage>
  ),
  invalid_invitation_token: () => (
    <RefusalPage title="This link does not work">
      <p>
        It may have been cut in two by a mail program. Please copy it from your invitation as a whole, or ask whoever
        has invited you to send it again.
      </p>
    </RefusalPage>
  ),
  invitation_withdrawn: ({ event }) => (
    <RefusalPage title="This invitation has been withdrawn" event={event}>
      <p>It cannot be answered any more. Nothing was done.</p>
    </RefusalPage>
  ),
  invitation_answered: ({ event }) => (
    <RefusalPage title="This invitation has been answered already" event={event}>
      <p>Nothing was changed. Please open the link in your invitation again: it shows what was answered.</p>
    </RefusalPage>
  ),
  too_many_acceptances: ({ event }) => (
    <RefusalPage title="Please tell us that you are coming" event={event}>
      <p>
        This invitation has been accepted and given back several times, so it cannot be accepted here any more. No
        places have been taken for you. Please write to us, and we will note your answer.
      </p>
    </RefusalPage>
  ),
  no_deputy_to_recall: ({ event }) => (
    <RefusalPage title="This cannot be taken back any more" event={event}>
      <p>Whoever you have named has answered already. Nothing was changed.</p>
    </RefusalPage>
  ),
  invalid_team_link: () => (
    <RefusalPage title="This link does not work">
      <p>
        It can be used once, and only for a while. Have you an account already? Then{' '}
        <a href="/team/lost-password">ask for a new link</a>. If it came with an invitation, ask your colleagues for
        another.
      </p>
    </RefusalPage>
  ),
  too_many_attempts: (_, error) => (
    <RefusalPage title="That was wrong too often">
      <p>Please try again in {Math.ceil((error.retryAfter ?? 60) / 60)} minutes.</p>
      <p>
        If you have lost your password, <a href="/team/lost-password">ask for a new one</a>.
      </p>
    </RefusalPage>
  ),
  invalid_entry_token: () => (
    <RefusalPage title="This link does not work">
      <p>It may have been cut in two by a mail program. Please copy it from the mail as a whole.</p>
    </RefusalPage>
  ),
  invalid_manage_token: () => <LinkNotValid />,
  invalid_waiting_token: () => <LinkNotValid />,
  offer_ended: ({ event }) => (
    <RefusalPage title="These places are not kept any more" event={event}>
      <p>
        The time that our mail named is over, or the offer was answered already. The places go on to the next in line.
        If you would still like to come, open the link in the mail again: it lets you join the waiting list at its end.
      </p>
    </RefusalPage>
  ),
  not_waiting: ({ event }) => (
    <RefusalPage title="There is nothing to wait for any more" event={event}>
      <p>Nothing was changed. Open the link in the mail again to see how things stand.</p>
    </RefusalPage>
  ),
  party_forgotten: ({ event }) => (
    <RefusalPage title="Please ask to wait again" event={event}>
      <p>
        You left the waiting list more than thirty days ago. What you had told us about your party is deleted since, so
        that nothing is missing on the day please tell us again
        {event && (
          <>
            {' '}
            on <a href={`/events/${event.slug}`}>the page of the event</a>
          </>
        )}
        .
      </p>
    </RefusalPage>
  ),
  waits_already: ({ event }) => (
    <RefusalPage title="You are on the waiting list already" event={event}>
      <p>Nothing was changed. The newest of our mails has the link that shows where you stand.</p>
    </RefusalPage>
  ),
  places_free: ({ event }) => (
    <RefusalPage title="There are places left" event={event}>
      <p>
        Some have come free at one of the times that you chose.{' '}
        {event && <a href={`/events/${event.slug}`}>Please take them</a>}; waiting begins when all are taken.
      </p>
    </RefusalPage>
  ),
  no_waiting_list: ({ event }) => (
    <RefusalPage title="There is no waiting list" event={event}>
      <p>Places that are given back appear on the page of the event at once.</p>
    </RefusalPage>
  ),
  hold_ended: ({ event }, error) => (
    <RefusalPage title="The places have gone to others" event={event}>
      <p>
        We kept them for you until the time in the mail. Others have taken them since.{' '}
        {Number(error.data['available']) > 0 &&
          `${leftInWords(Number(error.data['available']))} left for a smaller party. `}
        {event && <a href={`/events/${event.slug}`}>See what is still free</a>}
      </p>
    </RefusalPage>
  ),
  registration_cancelled: ({ event }) => (
    <RefusalPage title="These places have been given up" event={event}>
      <p>
        They cannot be changed any more. If your plans have changed, you can{' '}
        {event ? <a href={`/events/${event.slug}`}>take places again</a> : 'take places again'} as long as there are
        some.
      </p>
    </RefusalPage>
  ),
  registration_unverified: ({ event }) => (
    <RefusalPage title="These places are not confirmed yet" event={event}>
      <p>Please follow the link in the mail that we sent you first.</p>
    </RefusalPage>
  ),
  cross_site_request: () => (
    <RefusalPage title="This form came from another site">
      <p>
        Nothing has been done. Please <a href="/">open the page here</a> and fill in the form again.
      </p>
    </RefusalPage>
  ),
  idempotency_key_in_use: () => (
    <RefusalPage title="We are still at it">
      <p>Your form has arrived and is being worked on. Please look into your mail in a minute.</p>
    </RefusalPage>
  ),
  outcome_unknown: () => (
    <RefusalPage title="We cannot say whether this was done">
      <p>
        Something went wrong on our side at the last moment. If it was done, a mail is on its way. If none comes, please
        go back and send the form again; that takes no second place.
      </p>
    </RefusalPage>
  ),
  unavailable: (_, error) => (
    <RefusalPage title="We cannot reach our records at this moment">
      <p>Nothing was done. Please wait {error.retryAfter ?? 'a few'} seconds, then go back and try again.</p>
    </RefusalPage>
  ),
  busy: (_, error) => (
    <RefusalPage title="Many people are registering at this moment">
      <p>
        Nothing was lost and nothing was taken. Please wait {error.retryAfter ?? 'a few'} seconds, then go back and send
        the form again.
      </p>
    </RefusalPage>
  ),
};

function leftInWords(count: number): string {
  return `${places(count)} ${placesVerb(count)}`;
}

function fullPage(error: DomainError, context: Required<Pick<ErrorContext, 'event' | 'session'>> & ErrorContext) {
  const { event, session, values = {} } = context;
  const available = typeof error.data['available'] === 'number' ? error.data['available'] : session.available;
  const wanted = readPartySize(values) ?? 1;
  const partySize = Number.isInteger(wanted) && wanted > 0 ? wanted : 1;
  return <FullPage event={event} session={session} available={available} partySize={partySize} values={values} />;
}

function NoSpace({
  event,
  error,
}: {
  readonly event?: EventView | undefined;
  readonly error: DomainError;
}): ReactElement {
  return (
    <RefusalPage title="There are not enough of these places left" event={event}>
      <p>
        {error.message} Nothing has been changed.{' '}
        {event && <a href={`/events/${event.slug}`}>See what is still free</a>}
      </p>
    </RefusalPage>
  );
}

function LinkNotValid(): ReactElement {
  return (
    <RefusalPage title="This link does not work">
      <p>
        It may have been cut in two by a mail program, or it may be an old one. Please copy it from the mail as a whole,
        or <a href="/lost-link">have your link sent again</a>.
      </p>
    </RefusalPage>
  );
}

interface Answered {
  readonly status: number;
  readonly message?: string;
  /** In seconds. */
  readonly retryAfter?: number | undefined;
}

function pageOfStatus({ status, message, retryAfter }: Answered, { event, requestId }: ErrorContext): ReactElement {
  switch (status) {
    case 404:
      return (
        <RefusalPage title="There is no such page">
          <p>
            The address may be mistyped, or what was here is over. <a href="/">See what is on</a>, or{' '}
            <a href="/lost-link">have the link to your places sent again</a>.
          </p>
        </RefusalPage>
      );
    case 429:
      return (
        <RefusalPage title="It is busy from where you are">
          <p>
            Many people may share your connection, and very many requests have come from it in the last minute. Please
            try again in {retryAfter ?? 60} seconds.
          </p>
        </RefusalPage>
      );
    default:
      return status >= 500 ? <Unexpected requestId={requestId} /> : <NotAccepted event={event} message={message} />;
  }
}

function NotAccepted({ event, message }: { readonly event?: EventView; readonly message?: string }): ReactElement {
  return (
    <RefusalPage title="This could not be done" event={event}>
      <p>{message ?? 'What was sent could not be read. Please go back and try again.'}</p>
    </RefusalPage>
  );
}

function Unexpected({ requestId }: Pick<ErrorContext, 'requestId'>): ReactElement {
  return (
    <RefusalPage title="Something went wrong on our side">
      <p>We have been told about it. Please try again in a few minutes; sending a form again takes no second place.</p>
      {requestId && (
        <p className="help">
          If you write to us about it, please give this number: <code>{requestId}</code>
        </p>
      )}
    </RefusalPage>
  );
}

function statusOf(error: unknown): number {
  return error instanceof HttpException ? error.getStatus() : 500;
}
