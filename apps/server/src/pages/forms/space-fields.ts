import type { RegistrationView, SessionView } from '#contracts';
import type { InputFault } from '#kernel';
import { type FormBody, textOf } from './form-body.js';

/** What of a session decides whether a form asks who needs a space. */
export type SpacesLeft = Pick<SessionView, 'wheelchairSpaces' | 'companionPlaces'>;

/**
 * One field for each person, by their number in the party: empty for an ordinary place, `wheelchair`, or `of-1` for who
 * comes to help person 1.
 */
export function spaceField(person: number): string {
  return `/spaces/${person}`;
}

export function asksForSpaces({ wheelchairSpaces, companionPlaces }: SpacesLeft): boolean {
  return wheelchairSpaces !== null || companionPlaces !== null;
}

/** For how many people there is room now, spaces counted too. */
export function placesLeft({ available, wheelchairSpaces, companionPlaces }: SessionView): number {
  return available + (wheelchairSpaces ?? 0) + (companionPlaces ?? 0);
}

/** Undefined where the form did not ask: then everybody keeps what they have. */
export function readSpaces(form: FormBody, partySize: number): unknown[] | undefined {
  const asked = Object.keys(form).some((name) => name.startsWith('/spaces/'));
  if (!asked) return undefined;
  return peopleIn(form, partySize).map((person) => ({ person, ...readSpace(textOf(form, spaceField(person))) }));
}

function readSpace(text: string): object {
  const of = /^of-(\d{1,3})$/.exec(text)?.[1];
  return of === undefined ? { kind: text } : { kind: 'companion', of: Number(of) };
}

export function spaceFieldsOf(places: RegistrationView['places']): FormBody {
  const fields = places.flatMap(({ space }, person) =>
    space ? [[spaceField(person), space.kind === 'companion' ? `of-${space.of}` : space.kind] as const] : [],
  );
  return Object.fromEntries(fields);
}

/** Who asked for something, in the order in which the body lists it. */
function peopleIn(form: FormBody, partySize: number): number[] {
  const size = Number.isInteger(partySize) ? Math.min(Math.max(partySize, 0), 100) : 0;
  return Array.from({ length: size }, (_, person) => person).filter(
    (person) => textOf(form, spaceField(person)) !== '',
  );
}

const WORDS: Readonly<Record<string, string>> = {
  no_such_person: 'Please choose somebody who comes with you.',
  companion_of_companion:
    'Please choose the person who is helped; that is somebody who does not come to help themselves.',
  second_companion: 'Somebody else comes to help this person already. Please choose an ordinary place.',
  no_wheelchair_spaces_here:
    'No wheelchair spaces are set apart at this time. Please choose an ordinary place and tell us below what would help.',
};

/** Faults of the list of spaces, each at the field of the person whom it is about, in the words of the form. */
export function atPeople(faults: readonly InputFault[], form: FormBody): InputFault[] {
  const people = peopleIn(form, 100);
  return faults.map((fault) => {
    const [, index] = /^\/spaces(?:\/(\d+).*)?$/.exec(fault.pointer) ?? [undefined, undefined];
    if (!fault.pointer.startsWith('/spaces')) return fault;
    const person = index === undefined ? firstOf(people, form, fault.code) : people[Number(index)];
    return { ...fault, pointer: spaceField(person ?? 0), detail: WORDS[fault.code] ?? fault.detail };
  });
}

function firstOf(people: readonly number[], form: FormBody, code: string): number | undefined {
  const companion = code === 'no_companion_place';
  return people.find((person) => (textOf(form, spaceField(person)) === 'wheelchair') !== companion);
}
