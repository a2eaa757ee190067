import { type Document, resolved, type Schema } from '../../support/openapi.js';
import type { Shapes } from './conforms.js';

/** One thing wrong with a body that is good otherwise. */
export interface Spoiled {
  /** To what is wrong (RFC 6901). */
  readonly pointer: string;
  readonly body: unknown;
}

type Body = Readonly<Record<string, unknown>>;

const LONG = 'x'.repeat(20_000);
/** Wherever one of these does not fit, it is refused. */
const CANDIDATES: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 2 ** 31, 1e308, '', 'x', '2', '2027-02-30T10:00:00Z', LONG],
  ...[[], [null], Array.from({ length: 1001 }, () => 'x'), {}, { x: 1 }],
];
/** They may fit, as far as the schema says, and must be borne all the same. */
const HOSTILE: readonly unknown[] = [
  ...[Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, 2 ** 31 - 1, -(2 ** 31) - 1, 1e-7, 0],
  ...['\0', '\ud800', '\u2028', '\u202e', "'; --", '%', '\\', '=1+1', '<script>', '0001-01-01T00:00:00Z'],
  ...['9999-12-31T23:59:59.999999999Z', '2027-06-12T10:00:00+23:59', '00000000-0000-0000-0000-000000000000'],
  ...['2027-01-01', '0000-01-01', 'Europe/London', '\u{1F33F}', LONG],
];
const UNKNOWN = ['id', 'taken', 'state', 'role', 'version', '__proto__', 'constructor', 'toString', 'a/b~c', ''];

/** Bodies with one property that the schema does not allow. */
export function wrongBodies(document: Document, shapes: Shapes, schema: Schema, good: Body): Spoiled[] {
  return withEach(document, schema, good, (inner) => CANDIDATES.filter((candidate) => !shapes.fits(inner, candidate)));
}

/** Bodies with one property that the schema allows and that nobody would send. */
export function hostileBodies(document: Document, shapes: Shapes, schema: Schema, good: Body): Spoiled[] {
  return withEach(document, schema, good, (inner) => HOSTILE.filter((candidate) => shapes.fits(inner, candidate)));
}

/** Bodies, as JSON, with one property more than there is, at the top and in every object inside. */
export function unknownProperties(document: Document, schema: Schema, good: Body): Spoiled[] {
  const { properties = {}, additionalProperties } = resolved(document, schema);
  if (additionalProperties !== false) return [];
  const own = UNKNOWN.filter((name) => !Object.hasOwn(properties, name)).map((name) => ({
    pointer: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    body: jsonWith(good, name),
  }));
  const inner = objectsIn(document, schema, good).flatMap(({ name, at, schema: inside, value, whole }) =>
    unknownProperties(document, inside, value).map(({ pointer, body }) => ({
      pointer: `${at}${pointer}`,
      body: JSON.stringify({ ...good, [name]: whole('@') }).replace('"@"', () => String(body)),
    })),
  );
  return [...own, ...inner];
}

function withEach(document: Document, schema: Schema, good: Body, values: (inner: Schema) => unknown[]): Spoiled[] {
  const { properties = {} } = resolved(document, schema);
  const own = Object.entries(properties).flatMap(([name, inner]) =>
    [...values(inner).map((value) => ({ pointer: `/${name}`, value })), ...itemsOf(name, inner)].map(
      ({ pointer, value }) => ({ pointer, body: { ...good, [name]: value } }),
    ),
  );
  const inner = objectsIn(document, schema, good).flatMap(({ name, at, schema: inside, value, whole }) =>
    withEach(document, inside, value, values).map(({ pointer, body }) => ({
      pointer: `${at}${pointer}`,
      body: { ...good, [name]: whole(body) },
    })),
  );
  return [...own, ...inner];

  function itemsOf(name: string, inner: Schema) {
    const { items } = resolved(document, inner);
    return items ? values(items).map((value) => ({ pointer: `/${name}/0`, value: [value] })) : [];
  }
}

/** The objects with properties of their own that stand in a body, or could; in a list the first. */
function objectsIn(document: Document, schema: Schema, good: Body) {
  const { properties = {} } = resolved(document, schema);
  return Object.entries(properties)
    .map(([name, inner]) => {
      const { items } = resolved(document, inner);
      const [shape, at] = items ? [items, `/${name}/0`] : [inner, `/${name}`];
      const found = items ? (good[name] as unknown[] | undefined)?.[0] : good[name];
      const whole = (value: unknown) => (items ? [value] : value);
      return { name, at, schema: resolved(document, shape), value: (found ?? {}) as Body, whole };
    })
    .filter(({ schema: { properties: inside } }) => inside);
}

/** An object literal would take `__proto__` for something else. */
function jsonWith(object: Body, name: string): string {
  const rest = JSON.stringify(object).slice(1);
  return `{${JSON.stringify(name)}:"x"${rest === '}' ? '' : ','}${rest}`;
}
