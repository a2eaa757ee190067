import { sqlState } from '#database';
import { type DomainError, InvalidInput, NotFound } from '#kernel';
import { AuthRefused, SignInRefused, TooManyGuesses } from './staff.errors.js';

const LOCKED_SECONDS = 15 * 60;
/** They differ, and nobody is to learn how. */
const SIGN_IN_REFUSED = new Set([
  'INVALID_EMAIL_OR_PASSWORD',
  'INVALID_EMAIL',
  'FAILED_TO_CREATE_SESSION',
  'UNABLE_TO_CREATE_SESSION',
]);
/** What the library calls its own fault, and is that of what was sent. */
const BAD_INPUT = new Set(['FAILED_TO_VERIFY_REGISTRATION']);
/** invalid_text_representation: an id that is none. */
const NO_ID = '22P02';

interface Refusal {
  readonly code?: string;
  readonly message?: string;
}

/** Throws what the library for accounts refuses as a refusal of ours. Gives back what it grants. */
export async function granted(answer: Response): Promise<Response> {
  if (answer.status < 400) return answer;
  const { code = 'refused', message = 'This was refused' } = (await answer.json().catch(() => ({}))) as Refusal;
  throw refusalOf(answer.status, code, sentence(message));
}

function refusalOf(status: number, code: string, detail: string): DomainError | Error {
  if (SIGN_IN_REFUSED.has(code)) return new SignInRefused();
  if (status === 429) return new TooManyGuesses(LOCKED_SECONDS);
  if (code === 'VALIDATION_ERROR') return new InvalidInput([{ pointer: '', code: 'invalid', detail }]);
  if (status >= 500 && !BAD_INPUT.has(code)) return new Error(`The library for accounts failed: ${code}`);
  return new AuthRefused(status < 500 ? status : 400, code.toLowerCase(), detail);
}

/** What it throws is a bug or an outage, but for an id that is none. */
export function sharpened(error: unknown): unknown {
  return sqlState(error) === NO_ID ? new NotFound('thing') : error;
}

function sentence(message: string): string {
  return `${message.replace(/[.!]*$/, '')}.`;
}
