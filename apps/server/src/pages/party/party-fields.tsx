import type { ReactElement } from 'react';
import type { EventView, QuestionView } from '#contracts';
import type { FormState } from '../forms/faults.js';
import { SIZES_SHOWN, readPartySize } from '../forms/party-form.js';
import { Choice, TextArea, TextField } from '../parts/form-fields.js';
import { GuestFields } from './guest-fields.js';
import { QuestionField } from './question-field.js';

interface PartyFieldsProps {
  readonly event: EventView;
  readonly form: FormState;
  /** The largest party that has room: the event's limit or what is left, whichever is smaller. */
  readonly most: number;
  /** False where the contact does not come along: the guests are then not for this form. */
  readonly withGuests?: boolean;
  /** An address that was confirmed by mail cannot be exchanged for an unconfirmed one. */
  readonly addressFixed?: boolean;
}

/** The questions about a party, one after the other: to register, and later to correct. */
export function PartyFields({
  event,
  form,
  most,
  withGuests = true,
  addressFixed = false,
}: PartyFieldsProps): ReactElement {
  const perPerson = event.questions.filter(({ askedPer }) => askedPer === 'person');
  const perParty = event.questions.filter(({ askedPer }) => askedPer === 'party');
  return (
    <>
      <PartySize form={form} most={most} />
      <TextField form={form} name="/contact/name" label="Your name" autoComplete="name" />
      <TextField
        form={form}
        name="/contact/email"
        label="Your e-mail address"
        type="email"
        autoComplete="email"
        readOnly={addressFixed}
        help={
          addressFixed
            ? 'You have confirmed this address. To use another one, please write to us.'
            : 'We send the confirmation and the calendar entry there.'
        }
      />
      <TextField
        form={form}
        name="/contact/phone"
        label="Your phone number"
        type="tel"
        autoComplete="tel"
        help="Only for news on the day that cannot wait."
        optional
      />
      {perPerson.map((question) => (
        <QuestionField key={question.id} form={form} at="/answers" question={aboutYou(question, most)} />
      ))}
      {withGuests && <GuestFields form={form} questions={perPerson} count={guestsShown(form, most)} />}
      {perParty.map((question) => (
        <QuestionField key={question.id} form={form} at="/answers" question={question} />
      ))}
      <TextArea
        form={form}
        name="/accessNeeds"
        label="Is there anything that would make the visit easier for you or your guests?"
        help="For example a seat near the door, a place for a wheelchair, or a large-print programme."
        optional
      />
    </>
  );
}

/** What is asked of each person is asked of the contact first. */
function aboutYou(question: QuestionView, most: number): QuestionView {
  return most === 1 ? question : { ...question, label: `${question.label} (you)` };
}

/**
 * Fields for the names of guests on the page. With few sizes all of them are there and the
 * stylesheet shows those that the chosen size asks for; a large party is shown what its size asks
 * for when the page is made.
 */
export function guestsShown(form: FormState, most: number): number {
  if (most <= SIZES_SHOWN) return most - 1;
  const size = readPartySize(form.values) ?? 1;
  return Number.isInteger(size) ? Math.max(0, Math.min(size, most) - 1) : 0;
}

function PartySize({ form, most }: { readonly form: FormState; readonly most: number }): ReactElement {
  if (most === 1) return <input type="hidden" name="/partySize" value="1" />;
  if (most <= SIZES_SHOWN) {
    const sizes = Array.from({ length: most }, (_, index) => String(index + 1));
    return (
      <Choice
        form={form}
        name="/partySize"
        label="How many people are coming, counting you?"
        kind="radio"
        options={sizes.map((size) => ({ value: size, label: size }))}
        inRow
      />
    );
  }
  return (
    <div className="with-button">
      <TextField
        form={form}
        name="/partySize"
        label="How many people are coming, counting you?"
        help={`Up to ${most}.`}
        type="number"
      />
      <button type="submit" name="show" value="names" className="quiet">
        Show the name fields
      </button>
    </div>
  );
}
