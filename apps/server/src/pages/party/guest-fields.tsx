import type { ReactElement } from 'react';
import type { QuestionView } from '#contracts';
import type { FormState } from '../forms/faults.js';
import type { SpacesLeft } from '../forms/space-fields.js';
import { TextField } from '../parts/form-fields.js';
import { QuestionField } from './question-field.js';
import { SpaceField } from './space-field.js';

interface GuestFieldsProps {
  readonly form: FormState;
  readonly session: SpacesLeft;
  /** Those that are asked of each person. */
  readonly questions: readonly QuestionView[];
  readonly count: number;
}

/** Names are never required: some guests are not known yet, and some would rather not be named. */
export function GuestFields({ form, session, questions, count }: GuestFieldsProps): ReactElement | null {
  if (count < 1) return null;
  return (
    <div className="guests">
      <h2>Your guests</h2>
      <p className="help">Names help us to welcome people. Leave out what you do not know yet.</p>
      {Array.from({ length: count }, (_, index) => (
        <div className="guest" key={index}>
          <TextField form={form} name={`/guests/${index}/name`} label={`Name of guest ${index + 1}`} optional />
          <SpaceField form={form} session={session} person={index + 1} people={count + 1} />
          {questions.map((question) => (
            <QuestionField
              key={question.id}
              form={form}
              at={`/guests/${index}/answers`}
              question={{ ...question, label: `${question.label} (guest ${index + 1})` }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
