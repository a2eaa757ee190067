import type { ReactElement } from 'react';
import { type FormState, atFields, placeFaults } from '../forms/faults.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { TextField } from '../parts/form-fields.js';
import { places } from '../parts/words.js';
import { DEPUTY_FIELDS } from './answer-forms.js';
import type { Asked } from './asked.js';
import { InvitationLayout } from './invitation-layout.js';

/** Name and address of who comes instead. */
export function DeputyPage({ form, ...asked }: Asked & { readonly form: FormState }): ReactElement {
  const { invitation, event, session, base } = asked;
  const faults = placeFaults(form.faults, DEPUTY_FIELDS);
  const placed = { ...form, faults: atFields(faults) };
  const held = invitation.registration?.partySize;
  return (
    <InvitationLayout
      title="Who comes in your place?"
      event={event}
      session={session}
      back={base}
      faulty={faults.length > 0}
    >
      <ErrorSummary faults={faults} />
      <p>
        We send them an invitation of their own and tell them that you have named them. Until they have answered, you
        can take this back.{held ? ` It gives up your ${held === 1 ? 'place' : places(held)}.` : ''}
      </p>
      <form method="post" action={`${base}/deputy`} noValidate>
        <TextField form={placed} name="/deputy/name" label="Their name" />
        <TextField
          form={placed}
          name="/deputy/email"
          label="Their e-mail address"
          type="email"
          help="We use it for this invitation alone."
        />
        <p>
          <button type="submit" className="action">
            Send them the invitation
          </button>
        </p>
      </form>
    </InvitationLayout>
  );
}
