import type { ReactElement, ReactNode } from 'react';
import type { FormState } from '../forms/faults.js';
import { fieldId, textOf, valuesOf } from '../forms/form-body.js';

interface FieldProps {
  readonly form: FormState;
  /** A JSON pointer; see form-body.ts. */
  readonly name: string;
  readonly label: ReactNode;
  readonly help?: string;
  readonly optional?: boolean;
}

interface TextFieldProps extends FieldProps {
  readonly type?: 'text' | 'email' | 'tel' | 'number' | 'password';
  readonly autoComplete?: string;
  readonly readOnly?: boolean;
}

export function TextField(props: TextFieldProps): ReactElement {
  const { form, name, label, help, optional, type = 'text', autoComplete, readOnly } = props;
  return (
    <div className="field">
      <label htmlFor={fieldId(name)}>
        {label}
        {optional && <Optional />}
      </label>
      <HelpAndFault form={form} name={name} help={help} />
      <input
        type={type === 'number' ? 'text' : type}
        inputMode={type === 'number' ? 'numeric' : undefined}
        name={name}
        defaultValue={textOf(form.values, name)}
        autoComplete={autoComplete}
        readOnly={readOnly}
        required={!optional}
        {...description(props)}
      />
    </div>
  );
}

export function TextArea(props: FieldProps): ReactElement {
  const { form, name, label, help, optional } = props;
  return (
    <div className="field">
      <label htmlFor={fieldId(name)}>
        {label}
        {optional && <Optional />}
      </label>
      <HelpAndFault form={form} name={name} help={help} />
      <textarea
        name={name}
        rows={3}
        defaultValue={textOf(form.values, name)}
        required={!optional}
        {...description(props)}
      />
    </div>
  );
}

export interface Option {
  readonly value: string;
  readonly label: ReactNode;
}

interface ChoiceProps extends FieldProps {
  readonly options: readonly Option[];
  readonly kind: 'radio' | 'checkbox';
  /** Chosen when nothing was sent yet. */
  readonly preset?: string;
  readonly inRow?: boolean;
}

/** One or several of a few options. The first input carries the id that links of the error summary lead to. */
export function Choice({ form, name, label, help, optional, options, kind, preset, inRow }: ChoiceProps): ReactElement {
  const sent = valuesOf(form.values, name);
  const chosen = sent.length === 0 && preset !== undefined ? [preset] : sent;
  return (
    <fieldset className="field" {...groupDescription({ form, name, help })}>
      <legend>
        {label}
        {optional && <Optional />}
      </legend>
      <HelpAndFault form={form} name={name} help={help} />
      <div className={inRow ? 'options options-row' : 'options'}>
        {options.map(({ value, label: words }, index) => (
          <label className="option" key={value}>
            <input
              type={kind}
              id={index === 0 ? fieldId(name) : undefined}
              name={name}
              value={value}
              defaultChecked={chosen.includes(value)}
            />{' '}
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export interface Choosable {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

/** One of several, in little space. Something is always chosen. */
export function Select(props: FieldProps & { readonly options: readonly Choosable[] }): ReactElement {
  const { form, name, label, help, options } = props;
  return (
    <div className="field">
      <label htmlFor={fieldId(name)}>{label}</label>
      <HelpAndFault form={form} name={name} help={help} />
      <select name={name} defaultValue={textOf(form.values, name)} {...description(props)}>
        {options.map(({ value, label: words, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A single box to tick. */
export function Tick({ form, name, label, optional }: FieldProps): ReactElement {
  return (
    <div className="field">
      <HelpAndFault form={form} name={name} />
      <label className="option">
        <input
          type="checkbox"
          name={name}
          value="yes"
          defaultChecked={textOf(form.values, name) === 'yes'}
          required={!optional}
          {...description({ form, name })}
        />{' '}
        <span>
          {label}
          {optional && <Optional />}
        </span>
      </label>
    </div>
  );
}

function Optional(): ReactElement {
  return <span className="optional"> (optional)</span>;
}

type Described = Pick<FieldProps, 'form' | 'name' | 'help'>;

function HelpAndFault({ form, name, help }: Described): ReactElement {
  const fault = faultOf(form, name);
  return (
    <>
      {help && (
        <p className="help" id={`${fieldId(name)}-help`}>
          {help}
        </p>
      )}
      {fault && (
        <p className="fault" id={`${fieldId(name)}-fault`}>
          <span className="visually-hidden">Please correct: </span>
          {fault}
        </p>
      )}
    </>
  );
}

function description({ form, name, help }: Described) {
  return {
    id: fieldId(name),
    ...groupDescription({ form, name, help }),
    'aria-invalid': faultOf(form, name) ? (true as const) : undefined,
  };
}

function groupDescription({ form, name, help }: Described) {
  const parts = [help && `${fieldId(name)}-help`, faultOf(form, name) && `${fieldId(name)}-fault`].filter(Boolean);
  return { 'aria-describedby': parts.length > 0 ? parts.join(' ') : undefined };
}

function faultOf({ faults }: FormState, name: string): string | undefined {
  return faults.find(({ pointer }) => pointer === name)?.detail;
}
