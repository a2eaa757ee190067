import type { EventView, QuestionView } from '#contracts';
import type { InputFault } from '#kernel';
import type { Field } from './faults.js';
import { type FormBody, textOf, valuesOf } from './form-body.js';
import { atPeople, readSpaces, spaceField } from './space-fields.js';

/** Up to this size the form shows a choice of numbers; above it, a number is typed in. */
export const SIZES_SHOWN = 8;
/** As many as the API takes. */
const MOST_GUESTS = 100;

export type Questions = Pick<EventView, 'questions'>['questions'];

/** Everything a form about a party can hold, before any of it is checked. */
export interface PartyInput {
  readonly contact: { readonly name: string; readonly email: string; readonly phone?: string };
  readonly partySize: number | undefined;
  readonly guests?: readonly GuestInput[];
  readonly spaces?: readonly unknown[];
  readonly accessNeeds?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
}

export interface GuestInput {
  readonly name?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** Reads the form into the shape of the API's body. What was left empty is left out; zod judges the rest. */
export function readPartyForm(form: FormBody, questions: Questions): PartyInput {
  const partySize = readPartySize(form);
  return {
    contact: {
      name: textOf(form, '/contact/name'),
      email: textOf(form, '/contact/email'),
      ...given('phone', textOf(form, '/contact/phone')),
    },
    partySize,
    ...given('guests', readGuests(form, questions, partySize ?? 1)),
    ...given('spaces', readSpaces(form, partySize ?? 1)),
    ...given('accessNeeds', textOf(form, '/accessNeeds')),
    ...given('answers', readAnswers(form, '/answers', questions)),
  };
}

/** NaN for what is no number, so that the API's own words refuse it; undefined for nothing. */
export function readPartySize(form: FormBody): number | undefined {
  const text = textOf(form, '/partySize');
  if (text === '') return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : NaN;
}

/** Guests beyond the party's size were on the page but are not meant. */
function readGuests(form: FormBody, questions: Questions, partySize: number): GuestInput[] | undefined {
  const count = Number.isInteger(partySize) ? Math.min(Math.max(partySize - 1, 0), MOST_GUESTS) : 0;
  if (count === 0) return undefined;
  const perPerson = questions.filter(({ askedPer }) => askedPer === 'person');
  return Array.from({ length: count }, (_, index) => ({
    ...given('name', textOf(form, `/guests/${index}/name`)),
    ...given('answers', readAnswers(form, `/guests/${index}/answers`, perPerson)),
  }));
}

function readAnswers(form: FormBody, at: string, questions: Questions): Record<string, unknown> | undefined {
  const answers = questions.flatMap((question) => {
    const answer = readAnswer(form, `${at}/${question.id}`, question);
    return answer === undefined ? [] : [[question.id, answer] as const];
  });
  return answers.length > 0 ? Object.fromEntries(answers) : undefined;
}

function readAnswer(form: FormBody, name: string, { kind }: QuestionView): unknown {
  if (kind === 'choices') {
    const chosen = valuesOf(form, name).filter(Boolean);
    return chosen.length > 0 ? chosen : undefined;
  }
  const text = textOf(form, name);
  if (text === '') return undefined;
  return kind === 'yes-no' ? text === 'yes' : text;
}

/** The fields of the form in the order of the page, for a party of `guests` + 1. */
export function partyFields({ questions }: Pick<EventView, 'questions'>, guests: number): Field[] {
  const perPerson = questions.filter(({ askedPer }) => askedPer === 'person');
  return [
    { name: '/partySize', label: 'How many people' },
    { name: '/contact/name', label: 'Your name' },
    { name: '/contact/email', label: 'Your e-mail address' },
    { name: '/contact/phone', label: 'Your phone number' },
    ...perPerson.map(({ id, label }) => ({ name: `/answers/${id}`, label })),
    { name: spaceField(0), label: 'Your own place' },
    ...Array.from({ length: guests }, (_, index) => guestFields(perPerson, index)).flat(),
    ...questions
      .filter(({ askedPer }) => askedPer === 'party')
      .map(({ id, label }) => ({ name: `/answers/${id}`, label })),
    { name: '/accessNeeds', label: 'What would help you' },
    { name: '/consent', label: 'Your agreement' },
  ];
}

function guestFields(perPerson: Questions, index: number): Field[] {
  const who = `Guest ${index + 1}`;
  return [
    { name: `/guests/${index}/name`, label: `${who}, name` },
    { name: spaceField(index + 1), label: `${who}, place` },
    ...perPerson.map(({ id, label }) => ({ name: `/guests/${index}/answers/${id}`, label: `${who}, ${label}` })),
  ];
}

/** The page knows what a field is for, so it can say more than "please fill this in". */
const BLANK: Readonly<Record<string, string>> = {
  '/contact/name': 'Please give your name.',
  '/partySize': 'Please choose how many people are coming.',
};

export function wordFaults(faults: readonly InputFault[], form: FormBody): InputFault[] {
  return atPeople(faults, form).map((fault) => {
    const blank = BLANK[fault.pointer];
    return blank && textOf(form, fault.pointer) === '' ? { ...fault, detail: blank } : fault;
  });
}

function given<K extends string, V>(key: K, value: V | undefined | ''): { readonly [P in K]?: V } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { readonly [P in K]: V });
}
