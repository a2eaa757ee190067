import { z } from 'zod';
import type { Document, Operation, Schema } from '../../support/openapi.js';
import { expectProblem } from '../../support/problems.js';
import type { Answer } from '../../support/test-app.js';

const REFERENCE = /"#\/components\/schemas\/(\w+)"/g;

/** Checks values against the schemas of a document. */
export class Shapes {
  private readonly kept = new Map<string, z.ZodType>();

  constructor(private readonly document: Document) {}

  fits(schema: Schema, value: unknown): boolean {
    return this.of(schema).safeParse(value).success;
  }

  /** What does not fit, in words; empty if all does. */
  faults(schema: Schema, value: unknown): string[] {
    const { error } = this.of(schema).safeParse(value);
    return error ? error.issues.map(({ path, message }) => `${path.join('/')}: ${message}`) : [];
  }

  private of(schema: Schema): z.ZodType {
    const name = JSON.stringify(schema);
    const found = this.kept.get(name) ?? this.read(name);
    this.kept.set(name, found);
    return found;
  }

  private read(schema: string): z.ZodType {
    const named = this.namedIn(schema).map((name) => [name, this.document.components.schemas[name]!] as const);
    const whole = JSON.stringify({ ...(JSON.parse(schema) as Schema), $defs: Object.fromEntries(named) });
    return z.fromJSONSchema(JSON.parse(whole.replaceAll(REFERENCE, '"#/$defs/$1"')));
  }

  /** The schemas that one refers to, and those that these refer to. */
  private namedIn(schema: string, known: readonly string[] = []): string[] {
    const found = [...schema.matchAll(REFERENCE)].map(([, name]) => name!).filter((name) => !known.includes(name));
    return [...new Set(found)].reduce(
      (all, name) => this.namedIn(JSON.stringify(this.document.components.schemas[name]), all),
      [...new Set([...known, ...found])],
    );
  }
}

/**
 * Expects an answer that the document tells of: its status; for a refusal a problem document with one of the codes of
 * that status; else a body of the shape. Never a 5xx.
 */
export function expectDocumented(shapes: Shapes, { responses }: Operation, answer: Answer): void {
  const { status, text, body } = answer;
  const told = responses[status];
  expect([status, text.slice(0, 300), told && 'is documented']).toEqual([status, text.slice(0, 300), 'is documented']);
  expect(status).toBeLessThan(500);
  if (status >= 400) {
    const code = String(body['code']);
    expectProblem(answer, status, code);
    expect([status, code, told!.description.match(/[a-z_]+/g)]).toEqual([status, code, expect.arrayContaining([code])]);
  }
  const media = told?.content?.['application/json'];
  if (media && status < 400) expect(shapes.faults(media.schema, body)).toEqual([]);
}
