import { InvitationAccepting, InvitationDeputising, type InvitationView } from '#contracts';
import { faultsOf } from '../forms/faults.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { type Questions, readPartyForm, wordFaults } from '../forms/party-form.js';
import type { Read } from '../forms/register-form.js';

/** What is known of the guest, ready to be corrected. */
export function acceptFormOf({ name, email, partySize }: InvitationView): FormBody {
  return { '/contact/name': name, '/contact/email': email ?? '', ...(partySize === 1 && { '/partySize': '1' }) };
}

/** An address that is left empty is that of the invitation, or none. */
export function readAcceptForm(
  form: FormBody,
  asked: { readonly questions: Questions; readonly consentText: string | null },
): Read<InvitationAccepting> {
  const { contact, ...party } = readPartyForm(form, asked.questions);
  const { email, ...reached } = contact;
  const parsed = InvitationAccepting.safeParse({
    ...party,
    contact: { ...reached, ...(email !== '' && { email }) },
    ...(asked.consentText !== null && { consent: textOf(form, '/consent') === 'yes' }),
  });
  if (parsed.success) return { body: parsed.data };
  return { faults: wordFaults(faultsOf(parsed.error.issues), form) };
}

export const DEPUTY_FIELDS = [
  { name: '/deputy/name', label: 'Their name' },
  { name: '/deputy/email', label: 'Their e-mail address' },
] as const;

export function readDeputyForm(form: FormBody): Read<InvitationDeputising> {
  const deputy = { name: textOf(form, '/deputy/name'), email: textOf(form, '/deputy/email') };
  const parsed = InvitationDeputising.safeParse({ deputy });
  return parsed.success ? { body: parsed.data } : { faults: faultsOf(parsed.error.issues) };
}
