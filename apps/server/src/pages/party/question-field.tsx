import type { ReactElement } from 'react';
import type { QuestionView } from '#contracts';
import type { FormState } from '../forms/faults.js';
import { Choice, type Option, TextArea } from '../parts/form-fields.js';

interface QuestionFieldProps {
  readonly form: FormState;
  /** Where the answers lie in the body: `/answers` or `/guests/0/answers`. */
  readonly at: string;
  readonly question: QuestionView;
}

const YES_NO: readonly Option[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
];
/** A choice once made can be taken back: radio buttons alone cannot. */
const NO_ANSWER: Option = { value: '', label: 'No answer' };

export function QuestionField({ form, at, question }: QuestionFieldProps): ReactElement {
  const { kind, required } = question;
  const field = {
    form,
    name: `${at}/${question.id}`,
    label: question.label,
    help: question.help || undefined,
    optional: !required,
  };
  if (kind === 'text') return <TextArea {...field} />;
  const options = kind === 'yes-no' ? YES_NO : question.options.map((option) => ({ value: option, label: option }));
  if (kind === 'choices') return <Choice {...field} kind="checkbox" options={options} />;
  const withNone = required ? options : [...options, NO_ANSWER];
  return (
    <Choice {...field} kind="radio" options={withNone} preset={required ? undefined : ''} inRow={kind === 'yes-no'} />
  );
}
