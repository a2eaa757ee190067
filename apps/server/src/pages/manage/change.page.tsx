import type { ReactElement } from 'react';
import { contactComes, questionsOf } from '../forms/change-form.js';
import { type FormState, atFields, placeFaults } from '../forms/faults.js';
import { partyFields } from '../forms/party-form.js';
import { PartyFields, guestsShown } from '../party/party-fields.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { places } from '../parts/words.js';
import type { Holding } from './holding.js';
import { ManageLayout } from './manage-layout.js';

export function ChangePage({ form, ...holding }: Holding & { readonly form: FormState }): ReactElement {
  const { registration, session, base } = holding;
  const comes = contactComes(registration);
  const event = { ...holding.event, questions: questionsOf(holding.event.questions, registration) };
  const most = Math.max(
    registration.partySize,
    Math.min(event.registration.partyLimit, registration.partySize + session.available),
  );
  const faults = placeFaults(form.faults, partyFields(event, comes ? guestsShown(form, most) : 0));
  return (
    <ManageLayout title="Change your places" event={event} back={base}>
      <h1>Change your places</h1>
      <ErrorSummary faults={faults} />
      <p>
        You have {places(registration.partySize)}. {more(session.available)} A smaller number gives places back to
        others at once.
      </p>
      <form method="post" action={`${base}/change`} noValidate className="party">
        <PartyFields
          event={event}
          form={{ ...form, faults: atFields(faults) }}
          most={most}
          withGuests={comes}
          addressFixed={event.registration.confirmation === 'by-email'}
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

function more(available: number): string {
  return available > 0
    ? `${available} more ${available === 1 ? 'place is' : 'places are'} left at this time.`
    : 'No more places are left at this time.';
}
