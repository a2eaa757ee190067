import type { ReactElement } from 'react';
import type { EventView, WaitView } from '#contracts';
import { EMPTY_FORM } from '../forms/faults.js';
import { Choice } from '../parts/form-fields.js';
import { moment, timeSpan, zoneInWords } from '../parts/words.js';

interface OfferPartProps {
  readonly event: EventView;
  readonly entry: WaitView;
  readonly token: string;
}

/** Places that are kept for a party: until when, and one button for each answer. */
export function OfferPart({ event, entry, token }: OfferPartProps): ReactElement | null {
  const { offer } = entry;
  const line = entry.lines.find(({ sessionId }) => sessionId === offer?.sessionId);
  if (!offer || !line) return null;
  const it = offer.people === 1 ? 'it' : 'them';
  const others = entry.lines.some(({ sessionId }) => sessionId !== offer.sessionId);
  return (
    <>
      <p className="when">{timeSpan(line, event.timeZone)}</p>
      <p className="lead">
        We keep {it} for you until {moment(offer.expiresAt, event.timeZone)}, {zoneInWords(event.timeZone)}. Please say
        by then whether you would like {it}.
      </p>
      <form method="post" action={`/waiting/${token}/accept`}>
        {offer.people > 1 && <Sizes people={offer.people} />}
        <button type="submit" className="action">
          {offer.people === 1 ? 'Accept this place' : 'Accept'}
        </button>
      </form>
      <p className="help">
        {offer.people === 1 ? 'It is' : 'They are'} yours at once, and we send you the confirmation with the calendar
        entry.
      </p>
      <h2>If you cannot come</h2>
      {others && (
        <form method="post" action={`/waiting/${token}/decline`}>
          <input type="hidden" name="keep" value="yes" />
          <p>
            <button type="submit" className="quiet">
              Not at this time; I wait for my other times
            </button>
          </p>
        </form>
      )}
      <form method="post" action={`/waiting/${token}/decline`}>
        <p>
          <button type="submit" className="quiet">
            Decline, and leave the waiting list
          </button>
        </p>
      </form>
      <p className="help">
        The next in line will be glad to hear soon. If we do not hear from you at all, you leave the waiting list when
        the time is over.
      </p>
    </>
  );
}

/** All of them, unless the party says otherwise. */
function Sizes({ people }: { readonly people: number }): ReactElement {
  const sizes = Array.from({ length: people }, (_, index) => String(index + 1));
  return (
    <Choice
      form={EMPTY_FORM}
      name="/partySize"
      label="How many of the places would you like?"
      kind="radio"
      preset={String(people)}
      options={sizes.map((size) => ({ value: size, label: size }))}
      inRow
    />
  );
}
