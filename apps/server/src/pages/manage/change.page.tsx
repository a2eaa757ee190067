import type { ReactElement } from 'react';
import { contactComes, questionsOf } from '../forms/change-form.js';
import { type FormState, atFields, placeFaults } from '../forms/faults.js';
import { partyFields } from '../forms/party-form.js';
import { placesLeft } from '../forms/space-fields.js';
import { type Address, PartyFields, guestsShown } from '../party/party-fields.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { people, places } from '../parts/words.js';
import type { Holding } from './holding.js';
import { ManageLayout } from './manage-layout.js';

export function ChangePage({ form, ...holding }: Holding & { readonly form: FormState }): ReactElement {
  const { registration, session, base } = holding;
  const comes = contactComes(registration);
  const event = { ...holding.event, questions: questionsOf(holding.event.questions, registration) };
  // What is left of the public places tells nothing about those of somebody who was invited.
  const room = registration.invited ? Infinity : registration.partySize + placesLeft(session);
  const most = Math.max(registration.partySize, Math.min(registration.partyLimit, room));
  const faults = placeFaults(form.faults, partyFields(event, comes ? guestsShown(form, most) : 0));
  return (
    <ManageLayout title="Change your places" event={event} back={base}>
      <h1>Change your places</h1>
      <ErrorSummary faults={faults} />
      <p>
        You have {places(registration.partySize)}. {more(holding)} A smaller number gives places back to others at once.
      </p>
      <form method="post" action={`${base}/change`} noValidate className="party">
        <PartyFields
          event={event}
          session={session}
          form={{ ...form, faults: atFields(faults) }}
          most={most}
          withGuests={comes}
          address={addressIn(holding)}
        />
        <p>
          <button type="submit" className="action">
            Keep these changes
          </button>
        </p>
      </form>
    </ManageLayout>
  );
}

function addressIn({ event, registration }: Holding): Address {
  const checked = event.registration.confirmation === 'by-email';
  if (registration.contact.email === null) return checked ? 'none' : 'optional';
  return checked ? 'fixed' : 'asked';
}

function more({ registration, session: { available } }: Holding): string {
  if (registration.invited) return `Your invitation is for up to ${people(registration.partyLimit)}.`;
  return available > 0
    ? `${available} more ${available === 1 ? 'place is' : 'places are'} left at this time.`
    : 'No more places are left at this time.';
}
