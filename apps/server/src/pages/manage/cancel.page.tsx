import type { ReactElement } from 'react';
import { type FormState, placeFaults } from '../forms/faults.js';
import { ErrorSummary } from '../parts/error-summary.js';
import { Choice } from '../parts/form-fields.js';
import { timeSpan } from '../parts/words.js';
import type { Holding } from './holding.js';
import { ManageLayout } from './manage-layout.js';
import { spacesOf } from './spaces.js';

/** The step between wanting to and having done it. */
export function CancelPage({ form, ...holding }: Holding & { readonly form: FormState }): ReactElement {
  const { registration, event, session, base } = holding;
  const { partySize } = registration;
  return (
    <ManageLayout title="Give up places" event={event} back={base}>
      <h1>{partySize === 1 ? 'Give up your place?' : 'Give up places?'}</h1>
      <ErrorSummary faults={placeFaults(form.faults, [{ name: '/places', label: 'How many places' }])} />
      <p className="when">
        {event.title}, {timeSpan(session, event.timeZone)}
      </p>
      <p>
        {event.programme.mood === 'garden' && 'Somebody else can have what you give up at once. '}
        It cannot be taken back, but you can take places again if some are left.
      </p>
      {partySize > 1 && spacesOf(registration).length > 0 && (
        <p>
          Ordinary places go first, then those of whoever comes to help; wheelchair spaces go last. To say exactly who
          stays, <a href={`${base}/change`}>change your places</a> instead.
        </p>
      )}
      <form method="post" action={`${base}/cancel`} noValidate>
        {partySize === 1 ? (
          <input type="hidden" name="/places" value="all" />
        ) : (
          <Choice
            form={form}
            name="/places"
            label="How many of your places do you give up?"
            kind="radio"
            options={[
              { value: 'all', label: `Give up all ${partySize}` },
              ...Array.from({ length: partySize - 1 }, (_, index) => ({
                value: String(index + 1),
                label: `Give up ${index + 1}, keep ${partySize - index - 1}`,
              })),
            ]}
          />
        )}
        <p>
          <button type="submit" className="action grave">
            Yes, give {partySize === 1 ? 'it' : 'them'} up
          </button>
        </p>
        <p>
          <a href={base}>No, keep everything as it is</a>
        </p>
      </form>
    </ManageLayout>
  );
}
