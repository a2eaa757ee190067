import type { QuestionView, RegisterBody, Spaces } from '#contracts';
import type { InputFault } from '#kernel';
import type { Answers } from './registration.entity.js';

type Person = NonNullable<RegisterBody['guests']>[number];

/** The part of a request that speaks about the people of a party. */
export interface PartyDetails {
  readonly partySize: number;
  readonly guests?: readonly Person[] | undefined;
  readonly spaces?: Spaces | undefined;
  readonly answers?: Answers | undefined;
}

/**
 * Checks the answers against the event's questions. Those per party stand in `answers`. Those per
 * person stand with each guest, and for the contact in `answers` too; as many guests as places
 * means that the contact does not come.
 */
export function answerFaults(questions: readonly QuestionView[], party: PartyDetails): InputFault[] {
  const guests = party.guests ?? [];
  const contactComes = guests.length < party.partySize;
  const ofContact = questions.filter(({ askedPer }) => askedPer === 'party' || contactComes);
  const ofGuest = questions.filter(({ askedPer }) => askedPer === 'person');
  const others = party.partySize - (contactComes ? 1 : 0);
  const guestFaults = Array.from({ length: others }, (_, index) =>
    faultsIn(ofGuest, guests[index]?.answers ?? {}, `/guests/${index}/answers`),
  );
  return [...faultsIn(ofContact, party.answers ?? {}, '/answers'), ...guestFaults.flat()];
}

function faultsIn(questions: readonly QuestionView[], answers: Answers, pointer: string): InputFault[] {
  const asked = new Set(questions.map(({ id }) => id));
  const unknown = Object.keys(answers)
    .filter((id) => !asked.has(id))
    .map((id) => ({
      pointer: `${pointer}/${id}`,
      code: 'unknown_question',
      detail: 'There is no such question here.',
    }));
  const wrong = questions.flatMap((question) => {
    const fault = faultOf(question, answers[question.id]);
    return fault ? [{ pointer: `${pointer}/${question.id}`, ...fault }] : [];
  });
  return [...unknown, ...wrong];
}

function faultOf(question: QuestionView, answer: Answers[string] | undefined): Omit<InputFault, 'pointer'> | undefined {
  if (answer === undefined || answer === '' || (Array.isArray(answer) && answer.length === 0)) {
    return question.required ? { code: 'question_unanswered', detail: `Please answer: ${question.label}` } : undefined;
  }
  return fits(question, answer)
    ? undefined
    : { code: 'answer_does_not_fit', detail: `Please answer with ${EXPECTED[question.kind]}: ${question.label}` };
}

const EXPECTED = {
  text: 'text',
  choice: 'one of the options',
  choices: 'some of the options',
  'yes-no': 'yes or no',
} as const;

function fits(question: QuestionView, answer: Answers[string]): boolean {
  switch (question.kind) {
    case 'text':
      return typeof answer === 'string';
    case 'choice':
      return typeof answer === 'string' && question.options.includes(answer);
    case 'choices':
      return Array.isArray(answer) && answer.every((one) => question.options.includes(one));
    case 'yes-no':
      return typeof answer === 'boolean';
  }
}

/** Without answers to questions that are asked no more: between entering or waiting and coming an event may change them. */
export function stillAsked(
  answers: RegisterBody['answers'],
  questions: readonly Pick<QuestionView, 'id'>[],
): NonNullable<RegisterBody['answers']> {
  const ids = new Set(questions.map(({ id }) => id));
  return Object.fromEntries(Object.entries(answers ?? {}).filter(([id]) => ids.has(id)));
}
