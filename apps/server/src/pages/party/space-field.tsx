import type { ReactElement } from 'react';
import type { FormState } from '../forms/faults.js';
import { textOf } from '../forms/form-body.js';
import { asksForSpaces, spaceField, type SpacesLeft } from '../forms/space-fields.js';
import { type Choosable, Select } from '../parts/form-fields.js';

interface SpaceFieldProps {
  readonly form: FormState;
  readonly session: SpacesLeft;
  /** Which of the party, from 0: the contact. */
  readonly person: number;
  /** How many people the form has fields for. */
  readonly people: number;
}

/** Asked only where a session keeps spaces, and shown to nobody but the team and the door. */
export function SpaceField({ form, session, person, people }: SpaceFieldProps): ReactElement | null {
  if (!asksForSpaces(session)) return null;
  const name = spaceField(person);
  const chosen = textOf(form.values, name);
  const others = Array.from({ length: people }, (_, other) => other).filter((other) => other !== person);
  const options = [
    { value: '', label: 'An ordinary place' },
    ...wheelchairOption(session, chosen === 'wheelchair'),
    ...others.map((other) => ({ value: `of-${other}`, label: helping(person, other) })),
  ];
  return (
    <Select
      form={form}
      name={name}
      label={person === 0 ? 'Your own place' : `Place of guest ${person}`}
      help={person === 0 ? helpFor(session) : undefined}
      options={options}
    />
  );
}

function wheelchairOption({ wheelchairSpaces }: SpacesLeft, chosen: boolean): Choosable[] {
  if (wheelchairSpaces === null) return [];
  const label = wheelchairSpaces > 0 ? 'A wheelchair space' : 'A wheelchair space (all are taken)';
  return [{ value: 'wheelchair', label, disabled: wheelchairSpaces === 0 && !chosen }];
}

function helping(person: number, other: number): string {
  const whom = other === 0 ? 'you' : `guest ${other}`;
  return person === 0 ? `I come to help ${whom}` : `Comes to help ${whom}`;
}

function helpFor({ wheelchairSpaces }: SpacesLeft): string {
  const left =
    wheelchairSpaces === 1 ? '1 wheelchair space is left. ' : `${wheelchairSpaces} wheelchair spaces are left. `;
  const help = 'Whoever comes to help somebody has a place as long as the person who is helped has one.';
  return wheelchairSpaces === null || wheelchairSpaces === 0 ? help : left + help;
}
