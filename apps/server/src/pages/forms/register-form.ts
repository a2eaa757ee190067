import { RegisterBody } from '#contracts';
import type { InputFault } from '#kernel';
import { faultsOf } from './faults.js';
import { type FormBody, textOf } from './form-body.js';
import { type Questions, readPartyForm, wordFaults } from './party-form.js';

/** Hidden in the form of who has come with a code. */
export const POOL_CODE = '/poolCode';

export type Read<T> = { readonly body: T } | { readonly faults: readonly InputFault[] };

interface Asked {
  readonly questions: Questions;
  readonly consentText: string | null;
}

/** The form as the API's body, or what is wrong with it. */
export function readRegisterForm(form: FormBody, sessionId: string, asked: Asked): Read<RegisterBody> {
  const parsed = RegisterBody.safeParse({
    sessionId,
    ...readPartyForm(form, asked.questions),
    ...(textOf(form, POOL_CODE) !== '' && { poolCode: textOf(form, POOL_CODE) }),
    ...(asked.consentText === null ? {} : { consent: textOf(form, '/consent') === 'yes' }),
  });
  if (parsed.success) return { body: parsed.data };
  return { faults: wordFaults(faultsOf(parsed.error.issues), form) };
}
