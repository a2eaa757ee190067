import type { InputFault } from '#kernel';
import type { FormBody } from './form-body.js';

/** A form with what was typed into it and what is wrong with it. */
export interface FormState {
  readonly values: FormBody;
  readonly faults: readonly InputFault[];
}

export const EMPTY_FORM: FormState = { values: {}, faults: [] };

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/** What zod found wrong, as the API says it: JSON pointers (RFC 6901) into the body. One fault for each: the first. */
export function faultsOf(issues: readonly Issue[]): InputFault[] {
  const faults = issues.map(({ path, code, message }) => ({ pointer: pointerOf(path), code, detail: message }));
  return faults.filter(({ pointer }, index) => faults.findIndex((other) => other.pointer === pointer) === index);
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** One field of a form: its name is a JSON pointer, its label is what the summary calls it. */
export interface Field {
  readonly name: string;
  readonly label: string;
}

export interface PlacedFault {
  /** Undefined for what belongs to no field on the page: then only the summary says it. */
  readonly field?: Field;
  readonly detail: string;
}

/**
 * Gives every fault to the field that it is about: the one it names, else the one that it lies in,
 * else the first one that lies in what it names. Faults stand in the order of the fields, and each
 * field shows one: the first.
 */
export function placeFaults(faults: readonly InputFault[], fields: readonly Field[]): PlacedFault[] {
  const placed = faults.map((fault) => ({ field: fieldOf(fault.pointer, fields), detail: fault.detail }));
  const first = placed.filter(
    ({ field }, index) => !field || placed.findIndex((other) => other.field === field) === index,
  );
  const order = ({ field }: PlacedFault) => (field ? fields.indexOf(field) : -1);
  return first.toSorted((a, b) => order(a) - order(b));
}

function fieldOf(pointer: string, fields: readonly Field[]): Field | undefined {
  return (
    fields.find(({ name }) => name === pointer) ??
    fields.find(({ name }) => pointer.startsWith(`${name}/`)) ??
    fields.find(({ name }) => pointer !== '' && name.startsWith(`${pointer}/`))
  );
}

/** The placed faults as the fields of the page look them up: by their own names. */
export function atFields(faults: readonly PlacedFault[]): InputFault[] {
  return faults.flatMap(({ field, detail }) => (field ? [{ pointer: field.name, code: 'placed', detail }] : []));
}
