import { newId } from '#kernel';
import { type Operation, resolved } from '../../support/openapi.js';
import { expectProblem } from '../../support/problems.js';
import { Asking, document, expectFault, operations, shapes } from './asking.js';
import { type Call, takes } from './lot.js';
import { OF_THE_HOUSE } from './things.js';

const inQuery = ({ parameters = [] }: Operation) => parameters.filter((one) => one.in === 'query');

let asking: Asking;
beforeAll(async () => {
  asking = await Asking.start();
});
afterAll(() => asking[Symbol.asyncDispose]());

describe.each(operations.filter(([, operation]) => inQuery(operation).length > 0))('%s', (_, operation) => {
  const query = (given: Record<string, string>) => (call: Call) => ({
    path: `${call.path}${call.path.includes('?') ? '&' : '?'}${new URLSearchParams(given).toString()}`,
  });

  it('refuses parameters that do not fit', async () => {
    const candidates = ['', ' ', 'x', 'null', '0', '-1', '1.5', '201', "' OR 1=1 --", '2027-02-30', 'x'.repeat(3000)];
    for (const { name, schema } of inQuery(operation)) {
      const { type } = resolved(document, schema);
      const read = (text: string) => (type === 'integer' || type === 'number' ? Number(text || 'NaN') : text);
      await asking.each(candidates, async (text) => {
        const answer = await asking.ask(operation, query({ [name]: text }));
        const unread = name === 'cursor' || !shapes.fits(schema, type === 'boolean' ? text : read(text));
        if (unread) expectFault(answer, `/${name}`);
      });
      expectProblem(await asking.ask(operation, query({ [name]: '\0' })), 400, 'malformed_url');
      const twice = ({ path }: Call) => ({ path: `${path}${path.includes('?') ? '&' : '?'}${name}=1&${name}=2` });
      expectFault(await asking.ask(operation, twice), `/${name}`);
    }
  });
});

/** Those of the public API that show one thing pass over parameters, since links get them on the way. */
const strict = operations.filter(([name, operation]) => name.includes('/admin/') || inQuery(operation).length > 0);

describe.each(strict)('%s', (_, operation) => {
  it('refuses parameters that it does not know, by name', async () => {
    for (const name of ['id', 'offset', 'Limit', '__proto__', 'constructor', '']) {
      const more = ({ path }: Call) => ({ path: `${path}${path.includes('?') ? '&' : '?'}${name}=1` });
      expectFault(await asking.ask(operation, more), `/${name}`, 'unknown_property');
    }
  });
});

describe.each(operations.filter(([, { path }]) => path.includes('{')))('%s', (_, operation) => {
  it('has nothing at the address of what does not exist', async () => {
    const { path } = await asking.lot.call(operation);
    const held = ['manage', 'invitation', 'entry', 'waiting'].find((scheme) =>
      operation.security?.some((one) => scheme in one),
    );
    const parameters = [...operation.path.matchAll(/\{\w+\}/g)].map(([name]) =>
      operation.path.split('/').indexOf(name),
    );
    for (const place of parameters) {
      for (const id of [newId(), 'x', '0', `${newId()}x`, '%00', "'", '%20', '..%2F..', 'x'.repeat(150)]) {
        const answer = await asking.ask(operation, () => ({ path: path.split('/').with(place, id).join('/') }));
        // The token of a link is for one registration, one invitation or one entry.
        if (held && answer.status === 401) expectProblem(answer, 401, `invalid_${held}_token`);
        else expectProblem(answer, 404, 'not_found');
      }
    }
  });
});

describe.each(operations.filter(([, operation]) => takes(operation, 'If-Match')))('%s', (_, operation) => {
  const seeing = (tag: string | undefined) => (call: Call) => {
    const { 'if-match': _, ...rest } = call.headers as Record<string, string>;
    return { headers: tag === undefined ? rest : { ...rest, 'if-match': tag } };
  };

  it('is not done by who does not say what they have seen, or has seen something else', async () => {
    expectProblem(await asking.ask(operation, seeing(undefined)), 428, 'precondition_required');
    for (const tag of ['"999.x"', 'W/"1.x"', '"x"', '1', '', '"', '"1.x']) {
      expectProblem(await asking.ask(operation, seeing(tag)), 412, 'stale');
    }
  });
});

describe.each(operations.filter(([, operation]) => takes(operation, 'Idempotency-Key')))('%s', (_, operation) => {
  it('takes no key that cannot be one', async () => {
    for (const key of ['x'.repeat(256), '', 'é']) {
      const headers = { 'idempotency-key': key };
      const answer = await asking.ask(operation, (call) => ({ headers: { ...call.headers, ...headers } }));
      expectProblem(answer, 400, 'invalid_idempotency_key');
    }
  });
});

describe.each(operations.filter(([name]) => name.includes('/admin/')))('%s', (_, operation) => {
  it('answers to a thing of another event as if it did not exist', async () => {
    const [own, other] = [asking.anotherLot(), asking.anotherLot()];
    const call = await own.call(operation);
    const headers = {
      ...call.headers,
      ...(await asking.app.key({ role: 'owner', eventIds: [(await own.one('events')).id] })),
    };
    for (const [kind, { id }] of await own.named(call)) {
      if (OF_THE_HOUSE.has(kind)) continue;
      const answers = [(await other.one(kind)).id, newId()].map((put) =>
        asking.ask(
          operation,
          () => ({ ...(JSON.parse(JSON.stringify(call).replaceAll(id, put)) as Call), headers }),
          own,
        ),
      );
      const [foreign, absent] = (await Promise.all(answers)).map(({ status, body }) => ({
        ...{ status, body: { ...(body as object), requestId: '' } },
      }));
      expect(foreign).toEqual(absent);
      expect([403, 404]).toContain(foreign!.status);
    }
  });
});
