import type { Team } from '../../support/team.js';
import type { Answer, TestApp } from '../../support/test-app.js';
import { type Document, exampleOf, type Operation, operationsOf } from '../../support/openapi.js';
import { BODIES, FILES, INSTEAD, MAKERS, NAMED, PERSONAL, type Thing } from './things.js';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** `GET /api/v1/admin/venues/{id}` */
export function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

/** What the holder of a link has, by the scheme in which they show it. */
const HELD_BY: Readonly<Record<string, string>> = {
  manage: 'registrations',
  invitation: 'invitations',
  entry: 'ballot-entries',
  waiting: 'waiting-list',
};

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** One of everything that the house has, each made when a call first needs it, all in one event. */
export class Lot {
  private readonly things = new Map<string, Promise<Thing>>();
  private readonly operations: ReadonlyMap<string, Operation>;

  constructor(
    readonly app: TestApp,
    readonly team: Team,
    private readonly document: Document,
  ) {
    this.operations = new Map(operationsOf(document).map((operation) => [nameOf(operation), operation]));
  }

  /** The one of this kind; or, by another name, one more of it in the same event. */
  readonly one = (kind: string, name = 'first'): Promise<Thing> => {
    const make = MAKERS[kind];
    if (!make) throw new Error(`There is none of the ${kind}: say in things.ts how to make one.`);
    const key = `${kind}/${name}`;
    const found = this.things.get(key) ?? make(this);
    this.things.set(key, found);
    return found;
  };

  /** Made by its own operation. */
  async posted(kind: string): Promise<Thing> {
    const answer = await this.send(await this.call(this.operations.get(`POST /api/v1/admin/${kind}`)!));
    if (answer.status > 202) throw new Error(`None of the ${kind} was made: ${answer.text}`);
    return answer.body as unknown as Thing;
  }

  send({ method, path, headers, body }: Call): Promise<Answer> {
    return this.app.call(method, path, { headers, ...(body !== undefined && { body }) });
  }

  /** A call that the server has every reason to grant: to the things of this lot, with the example of the document. */
  async call(operation: Operation): Promise<Call> {
    const { method, security, requestBody } = operation;
    const media = requestBody?.content['application/json'];
    const sent = await FILES[nameOf(operation)]?.(this);
    const of = await BODIES[nameOf(operation)]?.(this);
    const held = Object.keys(HELD_BY).find((scheme) => security?.some((one) => scheme in one));
    const own = held ? (INSTEAD[nameOf(operation)] ?? HELD_BY[held]) : undefined;
    const holder = own ?? (PERSONAL.test(operation.path) ? 'sign-ins' : undefined);
    const credentials = holder ? (await this.one(holder)).headers : security?.length ? this.team.headers : {};
    return {
      method,
      path: (await this.addressOf(operation)) + (sent?.query ?? ''),
      headers: {
        ...credentials,
        ...(takes(operation, 'If-Match') && { 'if-match': '*' }),
        ...(sent && { 'content-type': 'text/csv' }),
      },
      ...(sent && { body: sent.file }),
      ...(media && { body: { ...((await this.placed(exampleOf(this.document, media))) as object), ...of } }),
    };
  }

  /** The things that a call names, by their kind. */
  async named(call: Call): Promise<(readonly [kind: string, Thing])[]> {
    const text = JSON.stringify(call);
    const all = await Promise.all(
      [...this.things].map(async ([key, thing]) => [key.split('/')[0]!, await thing] as const),
    );
    return all.filter(([, { id }]) => text.includes(id));
  }

  /** The address with the things' ids in it: what stands before a parameter is the kind of thing that it names. */
  async addressOf(operation: Operation): Promise<string> {
    const parts = operation.path.split('/').map(async (part, index, all) => {
      if (!part.startsWith('{')) return part;
      const thing = await this.one(INSTEAD[nameOf(operation)] ?? all[index - 1]!);
      return part === '{slug}' ? thing.slug! : thing.id;
    });
    return (await Promise.all(parts)).join('/');
  }

  /** The example with the ids of things that are there. */
  private async placed(value: unknown, name = ''): Promise<unknown> {
    if (Array.isArray(value)) {
      const singular = name.replace(/s$/, '');
      return Promise.all(value.map((inner: unknown) => this.placed(inner, singular)));
    }
    if (typeof value === 'string' && UUID.test(value)) return (await this.one(kindOf(name))).id;
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, inner]) => [key, await this.placed(inner, key)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
}

/** Whether it has a header of this name. */
export function takes({ parameters = [] }: Operation, header: string): boolean {
  return parameters.some((one) => one.in === 'header' && one.name === header);
}

function kindOf(property: string): string {
  const kind = NAMED[property] ?? /^(\w+)Id$/.exec(property)?.[1]?.concat('s');
  if (kind === undefined) throw new Error(`Say in things.ts what kind of thing ${property} names.`);
  return kind;
}
