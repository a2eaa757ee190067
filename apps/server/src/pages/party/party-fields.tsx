import type { ReactElement } from 'react';
import type { EventView, QuestionView } from '#contracts';
import type { SpacesLeft } from '../forms/space-fields.js';
import type { FormState } from '../forms/faults.js';
import { SIZES_SHOWN, readPartySize } from '../forms/party-form.js';
import { Choice, TextArea, TextField } from '../parts/form-fields.js';
import { GuestFields } from './guest-fields.js';
import { QuestionField } from './question-field.js';
import { SpaceField } from './space-field.js';

export type Address = 'asked' | 'optional' | 'fixed' | 'none';

const NO_SPACES: SpacesLeft = { wheelchairSpaces: null, companionPlaces: null };

interface PartyFieldsProps {
  readonly event: EventView;
  /** Whose spaces are asked for; left out where none can be taken yet. */
  readonly session?: SpacesLeft;
  readonly form: FormState;
  /** The largest party that has room: the event's limit or what is left, whichever is smaller. */
  readonly most: number;
  /** False where the contact does not come along: the guests are then not for this form. */
  readonly withGuests?: boolean;
  /**
   * An address that was confirmed by mail cannot be exchanged for an unconfirmed one. Who has none may go on without;
   * in its place comes none that nobody has confirmed.
   */
  readonly address?: Address;
  /** What we write there, where it is not a confirmation. */
  readonly addressUse?: string;
}

/** The questions about a party, one after the other: to register, and later to correct. */
export function PartyFields({
  event,
  session = NO_SPACES,
  form,
  most,
  withGuests = true,
  address = 'asked',
  addressUse = 'We send the confirmation and the calendar entry there.',
}: PartyFieldsProps): ReactElement {
  const perPerson = event.questions.filter(({ askedPer }) => askedPer === 'person');
  const guests = guestsShown(form, most);
  const perParty = event.questions.filter(({ askedPer }) => askedPer === 'party');
  return (
    <>
      <PartySize form={form} most={most} />
      <TextField form={form} name="/contact/name" label="Your name" autoComplete="name" />
      {address !== 'none' && (
        <TextField
          form={form}
          name="/contact/email"
          label="Your e-mail address"
          type="email"
          autoComplete="email"
          readOnly={address === 'fixed'}
          optional={address === 'optional'}
          help={
            address === 'fixed'
              ? 'You have confirmed this address. To use another one, please write to us.'
              : addressUse
          }
        />
      )}
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
      {withGuests && <SpaceField form={form} session={session} person={0} people={guests + 1} />}
      {withGuests && <GuestFields form={form} session={session} questions={perPerson} count={guests} />}
      {perParty.map((question) => (
        <QuestionField key={question.id} form={form} at="/answers" question={question} />
      ))}
      <TextArea
        form={form}
        name="/accessNeeds"
        label={`Is there anything that would make the visit easier for you${most === 1 ? '' : ' or your guests'}?`}
        help={
          session.wheelchairSpaces === null
            ? 'For example a seat near the door, a place for a wheelchair, or a large-print programme.'
            : 'For example a seat near the door, or a large-print programme.'
        }
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
