import { type Operation, openApiDocument, operationsOf } from '../../support/openapi.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { type Answer, TestApp } from '../../support/test-app.js';
import { expectDocumented, Shapes } from './conforms.js';
import { type Call, Lot, nameOf } from './lot.js';

export const document = await openApiDocument();
export const shapes = new Shapes(document);
export const operations = operationsOf(document).map((operation) => [nameOf(operation), operation] as const);

type Change = (call: Call) => Partial<Call>;

/** Sends good calls with something else in them to a server of its own; each answer must be one of the document. */
export class Asking implements AsyncDisposable {
  readonly lot: Lot;

  private constructor(
    readonly app: TestApp,
    private readonly team: Team,
  ) {
    this.lot = this.anotherLot();
  }

  static async start(): Promise<Asking> {
    const app = await TestApp.start({}, { works: false });
    return new Asking(app, await Team.as(app));
  }

  anotherLot(): Lot {
    return new Lot(this.app, this.team, document);
  }

  async ask(operation: Operation, change: Change, lot = this.lot): Promise<Answer> {
    const call = await lot.call(operation);
    const answer = await lot.send({ ...call, ...change(call) });
    expectDocumented(shapes, operation, answer);
    return answer;
  }

  /** Two at a time, as more files of one caller at once would be refused. The things that they need are there before. */
  async each<T>(cases: readonly T[], test: (one: T) => Promise<void>): Promise<void> {
    const left = cases.values();
    const turns = Array.from({ length: 2 }, async () => {
      for (const one of left) await test(one);
    });
    await Promise.all(turns);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    expect(await this.app.faults()).toEqual([]);
    await this.app[Symbol.asyncDispose]();
  }
}

/** Expects that something is wrong with what the pointer says, or with a part of it. */
export function expectFault(answer: Answer, pointer: string, code?: string): void {
  const { errors } = expectProblem(answer, 422, 'invalid_input');
  const found = (errors as { pointer: string; code: string }[]).filter(
    (one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`),
  );
  expect([pointer, errors, found.length > 0]).toEqual([pointer, errors, true]);
  if (code) expect(found.map((one) => one.code)).toContain(code);
}
