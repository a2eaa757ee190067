import type { QuestionView, RegistrationView } from '#contracts';

interface AnsweredQuestion {
  readonly id: string;
  readonly label: string;
  readonly people: readonly {
    /** Whose answer it is; null for the answer of the party, or of the contact who speaks for it. */
    readonly name: string | null;
    readonly words: string;
  }[];
}

/** What was answered, in words and in the order of the questions; those left open are left out. */
export function answersOf(
  { places, answers }: RegistrationView,
  questions: readonly QuestionView[],
): AnsweredQuestion[] {
  return questions
    .map(({ id, label }) => ({
      id,
      label,
      people: [
        { name: null, words: inWords(answers[id]) },
        ...places.map((place, index) => ({
          name: place.name ?? `Person ${index + 1}`,
          words: inWords(place.answers[id]),
        })),
      ].filter(({ words }) => words !== ''),
    }))
    .filter(({ people }) => people.length > 0);
}

function inWords(answer: RegistrationView['answers'][string] | undefined): string {
  if (answer === undefined) return '';
  if (typeof answer === 'boolean') return answer ? 'Yes' : 'No';
  return typeof answer === 'string' ? answer : answer.join(', ');
}
