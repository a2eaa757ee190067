import type { ReactElement } from 'react';
import type { FormState } from '../forms/faults.js';
import { ContactWays } from '../parts/facts.js';
import { Name } from '../parts/prose.js';
import { moment, places, zoneInWords } from '../parts/words.js';
import { AcceptForm } from './accept-form.js';
import { type Asked, mayAccept, mayDecline, maySendDeputy } from './asked.js';
import { InvitationLayout } from './invitation-layout.js';

/** What has just been done; a page says it once, after the form that did it. */
export type Answered = 'declined' | 'deputised' | 'recalled';

const DONE: Readonly<Record<Answered, string>> = {
  declined: 'We have noted that you cannot come. Thank you for letting us know.',
  deputised: 'We have noted who comes in your place.',
  recalled: 'You can answer the invitation again.',
};

const FITS: Readonly<Record<Answered, string>> = { declined: 'declined', deputised: 'deputised', recalled: 'pending' };

/** The address of a page is kept and opened later; what was done then must not be told against what is so now. */
function isStillSo(done: Answered | undefined, { invitation: { state, deputy } }: Asked): done is Answered {
  return done !== undefined && FITS[done] === state && (done !== 'deputised' || deputy !== null);
}

export function isAnswered(text: unknown): text is Answered {
  return typeof text === 'string' && Object.hasOwn(DONE, text);
}

interface InvitationPageProps extends Asked {
  readonly form: FormState;
  readonly done?: Answered;
}

/** Who is invited to what, with how many, until when, and the answers that can be given. */
export function InvitationPage({ form, done, ...asked }: InvitationPageProps): ReactElement {
  const { invitation, event, session } = asked;
  const { state } = invitation;
  const told = isStillSo(done, asked);
  return (
    <InvitationLayout title="Your invitation" event={event} session={session} faulty={form.faults.length > 0}>
      {told && (
        <p className="notice" role="status">
          {DONE[done]}
        </p>
      )}
      <Standing {...asked} told={told} />
      {mayAccept(asked) && (
        <section>
          <h2>{state === 'pending' ? 'I will come' : 'I can come after all'}</h2>
          {state !== 'pending' && <p>If places are left, they are yours at once.</p>}
          <AcceptForm {...asked} form={form} />
        </section>
      )}
      <OtherAnswers {...asked} />
      <SmallPrint {...asked} />
    </InvitationLayout>
  );
}

/** Whoever can do nothing here any more was told above whom to write to. */
function SmallPrint({ invitation: { state }, event, session, open }: Asked): ReactElement | null {
  const opensSomething = open || state === 'accepted';
  if (state === 'withdrawn' || (!opensSomething && session.state !== 'cancelled')) return null;
  return (
    <p className="help">
      {opensSomething &&
        'This page is your own: whoever has its link can answer for you, so please keep it to yourself. '}
      If you have a question, write to <ContactWays contact={event.contact} />
    </p>
  );
}

/** How it stands, in a sentence or two. */
function Standing({ told, ...asked }: Asked & { readonly told: boolean }): ReactElement | null {
  const { invitation, event, session, open } = asked;
  if (invitation.state === 'withdrawn') {
    return (
      <p className="lead">
        This invitation has been withdrawn and cannot be answered any more. If this surprises you, please write to{' '}
        <ContactWays contact={event.contact} />
      </p>
    );
  }
  if (session.state === 'cancelled') {
    return (
      <p className="notice">
        <strong>This has been cancelled and will not take place.</strong> We are sorry. You do not have to do anything.
      </p>
    );
  }
  if (invitation.state === 'accepted') return <Coming {...asked} />;
  if (invitation.state === 'deputised' && invitation.deputy) return <Deputised {...asked} />;
  if (!open) {
    return (
      <p className="lead">
        The time to answer has passed. If you would like to come, please write to{' '}
        <ContactWays contact={event.contact} />
      </p>
    );
  }
  if (invitation.state === 'deputised') return <p className="lead">Nobody comes in your place any more.</p>;
  if (invitation.state === 'declined')
    return told ? null : <p className="lead">You have told us that you cannot come.</p>;
  return <Welcome {...asked} />;
}

function Welcome({ invitation, event }: Asked): ReactElement {
  const { title, name, partySize, answerBy } = invitation;
  const late = new Date(answerBy).getTime() >= new Date(invitation.answersUntil).getTime();
  return (
    <>
      <p className="lead">
        <Name>{[title, name].filter(Boolean).join(' ')}</Name>, you are invited{withGuests(partySize)}.
      </p>
      <p>
        {partySize === 1 ? 'A place is' : `${places(partySize)} are`} kept for you until{' '}
        {moment(answerBy, event.timeZone)} ({zoneInWords(event.timeZone)}).
        {!late && ' Later you can still answer here, as long as places are left.'} Nothing has to be printed.
      </p>
    </>
  );
}

function withGuests(partySize: number): string {
  if (partySize === 1) return '';
  return partySize === 2 ? ', and may bring one guest' : `, and may bring up to ${partySize - 1} guests`;
}

function Coming({ invitation: { registration } }: Asked): ReactElement | null {
  if (!registration) return null;
  const { partySize, reference, manageUrl } = registration;
  return (
    <>
      <p className="lead">
        You have accepted. {partySize === 1 ? 'A place is' : `${places(partySize)} are`} yours. Your reference is{' '}
        <strong className="code">{reference}</strong>.
      </p>
      {manageUrl && (
        <p>
          <a href={new URL(manageUrl).pathname} className="action">
            See and change {partySize === 1 ? 'your place' : 'your places'}
          </a>
        </p>
      )}
    </>
  );
}

function Deputised({ invitation: { deputy }, base, open }: Asked): ReactElement | null {
  if (!deputy) return null;
  const answer = { accepted: 'They have accepted.', declined: 'They cannot come.' } as const;
  const said = deputy.state === 'accepted' || deputy.state === 'declined' ? answer[deputy.state] : undefined;
  return (
    <>
      <p className="lead">
        You have named <Name>{deputy.name}</Name> to come in your place.{' '}
        {said ?? 'They have an invitation of their own and have not answered it yet.'}
      </p>
      {!said && open && (
        <form method="post" action={`${base}/recall`}>
          <p>
            <button type="submit" className="quiet">
              Take this back and answer myself
            </button>
          </p>
        </form>
      )}
    </>
  );
}

function OtherAnswers(asked: Asked): ReactElement | null {
  const { base, invitation } = asked;
  const [declines, deputises] = [mayDecline(asked), maySendDeputy(asked)];
  if (!declines && !deputises) return null;
  return (
    <section>
      <h2>{invitation.state === 'accepted' ? 'If your plans change' : 'If you cannot come'}</h2>
      <ul className="deeds">
        {declines && (
          <li>
            <a href={`${base}/decline`}>
              {invitation.state === 'accepted' ? 'I cannot come after all' : 'I cannot come'}
            </a>
          </li>
        )}
        {deputises && (
          <li>
            <a href={`${base}/deputy`}>Somebody else comes in my place</a>
          </li>
        )}
      </ul>
    </section>
  );
}
