import { CancelBody, ChangeBody, LookupBody, type RegistrationView } from '#contracts';
import { faultsOf } from './faults.js';
import { type FormBody, textOf } from './form-body.js';
import { type Questions, readPartyForm, wordFaults } from './party-form.js';
import type { Read } from './register-form.js';

/** Unlike a registration, an emptied field is a change: it is sent as null. */
export function readChangeForm(form: FormBody, questions: Questions): Read<ChangeBody> {
  const input = readPartyForm(form, questions);
  const parsed = ChangeBody.safeParse({
    ...input,
    contact: { ...input.contact, phone: input.contact.phone ?? null },
    guests: (input.guests ?? []).map((guest) => ({ ...guest, name: guest.name ?? null })),
    accessNeeds: input.accessNeeds ?? null,
    answers: input.answers ?? {},
  });
  if (parsed.success) return { body: parsed.data };
  return { faults: wordFaults(faultsOf(parsed.error.issues), form) };
}

/** The registration as the fields of the form, ready to be corrected. */
export function changeFormOf(registration: RegistrationView): FormBody {
  const { contact, places, partySize, accessNeeds, answers } = registration;
  const [holder, ...guests] = places;
  return {
    '/partySize': String(partySize),
    '/contact/name': contact.name,
    '/contact/email': contact.email,
    '/contact/phone': contact.phone ?? '',
    '/accessNeeds': accessNeeds ?? '',
    ...answerFields('/answers', { ...holder?.answers, ...answers }),
    ...Object.fromEntries(guests.map(({ name }, index) => [`/guests/${index}/name`, name ?? ''])),
    ...Object.assign({}, ...guests.map((guest, index) => answerFields(`/guests/${index}/answers`, guest.answers))),
  };
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
  const parsed = CancelBody.safeParse(text === 'all' ? {} : { places: text === '' ? undefined : Number(text) });
  if (text === '') {
    return { faults: [{ pointer: '/places', code: 'required', detail: 'Please choose how many places to give up.' }] };
  }
  return parsed.success ? { body: parsed.data } : { faults: faultsOf(parsed.error.issues) };
}

export function readLookupForm(form: FormBody): Read<LookupBody> {
  const parsed = LookupBody.safeParse({ email: textOf(form, '/email') });
  return parsed.success ? { body: parsed.data } : { faults: faultsOf(parsed.error.issues) };
}
