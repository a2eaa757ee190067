import { CancelBody, ChangeBody, LookupBody, type RegistrationView } from '#contracts';
import { faultsOf } from './faults.js';
import { type FormBody, textOf } from './form-body.js';
import { type GuestInput, type Questions, readPartyForm, wordFaults } from './party-form.js';
import type { Read } from './register-form.js';
import { spaceFieldsOf } from './space-fields.js';

/**
 * Whether the contact holds one of the places. One who registered others over the API may not; their guests
 * are then left as they are, since the form speaks to somebody who comes along.
 */
export function contactComes({ places, contact }: Pick<RegistrationView, 'places' | 'contact'>): boolean {
  return places[0]?.name === contact.name;
}

/** The questions that the form puts: of a contact who does not come nothing is asked as a person. */
export function questionsOf(questions: Questions, registration: RegistrationView): Questions {
  return contactComes(registration) ? questions : questions.filter(({ askedPer }) => askedPer === 'party');
}

/** Unlike in a registration, an emptied field is a change: it is sent as null. */
export function readChangeForm(form: FormBody, questions: Questions, before: RegistrationView): Read<ChangeBody> {
  const { contact, partySize, guests, spaces, accessNeeds, answers } = readPartyForm(
    form,
    questionsOf(questions, before),
  );
  const parsed = ChangeBody.safeParse({
    contact: { ...(hasNoAddress(contact, before) ? { name: contact.name } : contact), phone: contact.phone ?? null },
    partySize,
    ...(contactComes(before) && { guests: (guests ?? []).map((guest, index) => keepNeeds(guest, before, index)) }),
    ...(contactComes(before) && spaces && { spaces }),
    accessNeeds: accessNeeds ?? null,
    answers: answers ?? {},
  });
  if (parsed.success) return { body: parsed.data };
  return { faults: wordFaults(faultsOf(parsed.error.issues), form) };
}

/** Who has given no address may go on without one. */
function hasNoAddress({ email }: { readonly email: string }, { contact }: RegistrationView): boolean {
  return contact.email === null && email === '';
}

/** The form does not ask for each guest's needs; those that came over the API stay. */
function keepNeeds(guest: GuestInput, { places }: RegistrationView, index: number) {
  return { ...guest, name: guest.name ?? null, accessNeeds: places[index + 1]?.accessNeeds ?? null };
}

/** The registration as the fields of the form, ready to be corrected. */
export function changeFormOf(registration: RegistrationView): FormBody {
  const { contact, places, partySize, accessNeeds, answers } = registration;
  const guests = contactComes(registration) ? places.slice(1) : [];
  return {
    '/partySize': String(partySize),
    '/contact/name': contact.name,
    '/contact/email': contact.email ?? '',
    '/contact/phone': contact.phone ?? '',
    '/accessNeeds': accessNeeds ?? '',
    ...(contactComes(registration) && spaceFieldsOf(places)),
    ...answerFields('/answers', answers),
    ...Object.fromEntries(guests.flatMap((guest, index) => Object.entries(guestFields(guest, index)))),
  };
}

function guestFields({ name, answers }: RegistrationView['places'][number], index: number): FormBody {
  return { [`/guests/${index}/name`]: name ?? '', ...answerFields(`/guests/${index}/answers`, answers) };
}

type Answers = RegistrationView['answers'];

function answerFields(at: string, answers: Answers): FormBody {
  return Object.fromEntries(Object.entries(answers).map(([id, answer]) => [`${at}/${id}`, fieldValue(answer)]));
}

function fieldValue(answer: Answers[string]): string | readonly string[] {
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  return answer;
}

/** "all" or the number of places to give up. */
export function readCancelForm(form: FormBody): Read<CancelBody> {
  const text = textOf(form, '/places');
  if (text === '') {
    return { faults: [{ pointer: '/places', code: 'required', detail: 'Please choose how many places to give up.' }] };
  }
  const parsed = CancelBody.safeParse(text === 'all' ? {} : { places: Number(text) });
  return parsed.success ? { body: parsed.data } : { faults: faultsOf(parsed.error.issues) };
}

export function readLookupForm(form: FormBody): Read<LookupBody> {
  const parsed = LookupBody.safeParse({ email: textOf(form, '/email') });
  return parsed.success ? { body: parsed.data } : { faults: faultsOf(parsed.error.issues) };
}
