import { isDeepStrictEqual } from 'node:util';

/** `{ title: { from: 'Old', to: 'New' } }` */
export type Differences = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** Stands in the audit trail for what is sensitive: that it changed is told, not what it says. A number says nothing about anybody. */
const HIDDEN = '(not shown)';
const SENSITIVE = new Set(['accessNeeds', 'answers', 'notes', 'places', 'guests']);
/** What changes with everything and tells nobody anything. */
const ALWAYS = new Set(['version', 'updatedAt']);

type Properties = Readonly<Record<string, unknown>>;

/** By property, what is other in the second; absent counts as null. Either may be left out: made, or gone. */
export function differences(before: object = {}, after: object = {}): Differences {
  const [from, to] = [before as Properties, after as Properties];
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((name) => !ALWAYS.has(name));
  return Object.fromEntries(
    names
      .map((name) => ({ name, from: from[name] ?? null, to: to[name] ?? null }))
      .filter((one) => !isDeepStrictEqual(one.from, one.to))
      .map(({ name, ...one }) => [name, SENSITIVE.has(name) && !isCount(one) ? hidden(one) : one]),
  );
}

/** The places of a pool are a number, and those of a party are its people. */
function isCount({ from, to }: { readonly from: unknown; readonly to: unknown }): boolean {
  return [from, to].every((value) => value === null || typeof value === 'number');
}

function hidden({ from, to }: { readonly from: unknown; readonly to: unknown }) {
  const cover = (value: unknown) => (value === null || typeof value === 'number' ? value : HIDDEN);
  return { from: cover(from), to: cover(to) };
}
