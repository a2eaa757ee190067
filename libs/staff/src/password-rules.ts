import { type InputFault, InvalidInput } from '#kernel';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './passwords.js';

/** Whose password it is to be: their name and address are the first that others try. */
export interface PasswordOwner {
  readonly name: string;
  readonly email: string;
}

/** How many characters must be left beside what everybody knows. */
const OWN_CHARACTERS = 8;
const HOUSE = ['gatehouse', 'password', 'passphrase'];

let common: Promise<ReadonlySet<string>> | undefined;

/** Read when the first password is set: 49,000 words that most processes never need. */
async function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].map((word) => word.toLowerCase())),
  );
  return common;
}

/**
 * NIST SP 800-63B-4 §3.1.1.2: long enough, and not what others would try first; no rules about kinds of characters.
 * Throws InvalidInput, with `pointer` as the place of the fault.
 */
export async function mustBeGood(password: string, owner: PasswordOwner, pointer: string): Promise<void> {
  const fault = await faultOf(password.normalize('NFC'), owner);
  if (fault) throw new InvalidInput([{ pointer, ...fault }]);
}

async function faultOf(password: string, owner: PasswordOwner): Promise<Omit<InputFault, 'pointer'> | undefined> {
  const { length } = [...password];
  if (length < SHORTEST_PASSWORD) {
    const detail = `Please use at least ${SHORTEST_PASSWORD} characters. Four or five words are easy to remember.`;
    return { code: 'password_too_short', detail };
  }
  if (length > LONGEST_PASSWORD) {
    return { code: 'password_too_long', detail: `Please use at most ${LONGEST_PASSWORD} characters.` };
  }
  const small = password.toLowerCase();
  if (isPattern(small) || (await isCommon(small))) {
    return { code: 'password_common', detail: 'Many people use this, or something like it. Please take another.' };
  }
  if ([...withoutKnown(small, owner)].length < OWN_CHARACTERS) {
    const detail = 'This is mostly your name, your address or the name of this house. Please take another.';
    return { code: 'password_guessable', detail };
  }
  return undefined;
}

/** One piece over and over, or a run along the alphabet, the digits or the keyboard. */
function isPattern(small: string): boolean {
  if (/^(.{1,8}?)\1+.{0,7}$/su.test(small)) return true;
  const letters = [...small];
  const steps = letters.slice(1).filter((letter, index) => areNeighbours(letters[index]!, letter));
  return steps.length >= (letters.length - 1) * 0.8;
}

const ROWS = ['abcdefghijklmnopqrstuvwxyza', '12345678901', 'qwertyuiopasdfghjklzxcvbnmq'];

function areNeighbours(one: string, next: string): boolean {
  return one === next || ROWS.some((row) => row.includes(one + next) || row.includes(next + one));
}

/** A common password, bare or with digits and signs around it. */
async function isCommon(small: string): Promise<boolean> {
  const known = await commonPasswords();
  return known.has(small) || known.has(small.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''));
}

function withoutKnown(small: string, { name, email }: PasswordOwner): string {
  const known = [
    ...name.toLowerCase().split(/[^\p{L}\p{N}]+/u),
    ...email.toLowerCase().split(/[^\p{L}\p{N}]+/u),
    ...HOUSE,
  ]
    .filter((word) => word.length > 2)
    .sort((a, b) => b.length - a.length);
  const left = known.reduce((text, word) => text.replaceAll(word, ''), small);
  return left.replace(/\s/g, '');
}
