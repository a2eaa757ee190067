import type { ReactElement } from 'react';
import { type FormState, atFields, placeFaults } from '../forms/faults.js';
import { partyFields } from '../forms/party-form.js';
import { PartyFields, guestsShown } from '../party/party-fields.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { Tick } from '../parts/form-fields.js';
import type { Asked } from './asked.js';

/** Yes, for how many, with whom, and what would help them. */
export function AcceptForm({ invitation, event, base, form }: Asked & { readonly form: FormState }): ReactElement {
  const most = invitation.partySize;
  const faults = placeFaults(form.faults, partyFields(event, guestsShown(form, most)));
  const placed = { ...form, faults: atFields(faults) };
  return (
    <>
      <ErrorSummary faults={faults} />
      <form method="post" action={`${base}/accept`} noValidate className="party">
        <PartyFields
          event={event}
          form={placed}
          most={most}
          address={invitation.email === null ? 'optional' : 'asked'}
        />
        {event.consentText !== null && (
          <Tick form={placed} name="/consent" label={event.consentText} optional={!event.consentRequired} />
        )}
        <p>
          <button type="submit" className="action">
            Accept the invitation
          </button>
        </p>
      </form>
    </>
  );
}
