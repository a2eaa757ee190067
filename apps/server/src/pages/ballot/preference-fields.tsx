import type { ReactElement } from 'react';
import type { BallotView, EventView } from '#contracts';
import type { FormState } from '../forms/faults.js';
import { fieldId, type FormBody, textOf } from '../forms/form-body.js';
import { Tick } from '../parts/form-fields.js';
import { timeSpan } from '../parts/words.js';

/** So many are asked for one by one; who would come at any time says so once. */
const CHOICES = 3;
const WORDS = ['First choice', 'Second choice', 'Third choice'] as const;
const ANY = '/any';

type Sessions = BallotView['sessions'];

interface PreferenceFieldsProps {
  readonly sessions: Sessions;
  readonly event: EventView;
  readonly form: FormState;
}

/** Which times would suit, in order. */
export function PreferenceFields({ sessions, event, form }: PreferenceFieldsProps): ReactElement {
  const [only] = sessions;
  if (sessions.length === 1) return <input type="hidden" name="/preferences/0" value={only!.id} />;
  return (
    <>
      {choices(sessions).map((index) => (
        <Choice key={index} index={index} sessions={sessions} event={event} form={form} />
      ))}
      {sessions.length > CHOICES && (
        <Tick form={form} name={ANY} label="If those are full, any other of the times is fine too" optional />
      )}
    </>
  );
}

/** The session ids in order: those chosen, then all others in order of time where any is fine. */
export function readPreferences(form: FormBody, sessions: Sessions): string[] {
  const chosen = choices(sessions)
    .map((index) => textOf(form, `/preferences/${index}`))
    .filter(Boolean);
  const others = textOf(form, ANY) === 'yes' ? sessions.map(({ id }) => id).filter((id) => !chosen.includes(id)) : [];
  return [...chosen, ...others];
}

export function preferenceLabels(sessions: Sessions) {
  return choices(sessions).map((index) => ({ name: `/preferences/${index}`, label: WORDS[index]! }));
}

function choices(sessions: Sessions): number[] {
  return Array.from({ length: Math.min(CHOICES, sessions.length) }, (_, index) => index);
}

function Choice({ index, sessions, event, form }: PreferenceFieldsProps & { readonly index: number }): ReactElement {
  const name = `/preferences/${index}`;
  const id = fieldId(name);
  const fault = form.faults.find(({ pointer }) => pointer === name)?.detail;
  return (
    <div className="field">
      <label htmlFor={id}>
        {WORDS[index]}
        {index > 0 && <span className="optional"> (optional)</span>}
      </label>
      {fault && (
        <p className="fault" id={`${id}-fault`}>
          <span className="visually-hidden">Please correct: </span>
          {fault}
        </p>
      )}
      <select
        id={id}
        name={name}
        defaultValue={textOf(form.values, name)}
        required={index === 0}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-fault` : undefined}
      >
        <option value="">{index === 0 ? 'Please choose a time' : 'No further choice'}</option>
        {sessions.map((session) => (
          <option key={session.id} value={session.id}>
            {timeSpan(session, event.timeZone)}
            {session.title && `, ${session.title}`}
          </option>
        ))}
      </select>
    </div>
  );
}
