import { Webhook } from 'standardwebhooks';
import type { WebhookDeliveryView } from '#contracts';
import { WebhookDeliveries, WebhookDispatcher } from '#webhooks';
import { Holder, part } from '../../support/holder.js';
import { HookReceiver } from '../../support/hook-receiver.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

const PRIVATE = { WEBHOOK_PRIVATE_TARGETS: 'on' };

interface Made {
  readonly id: string;
  readonly secret: string;
}

let app: TestApp;
let team: Team;
let receiver: HookReceiver;
beforeAll(async () => {
  app = await TestApp.start(PRIVATE, { works: false });
  team = await Team.as(app);
});
afterAll(() => app[Symbol.asyncDispose]());
beforeEach(async () => {
  receiver = await HookReceiver.open();
});
afterEach(async () => {
  await receiver[Symbol.asyncDispose]();
  await app.database.reader.query('DELETE FROM webhooks');
});

const make = async (wish: object = {}): Promise<Made> =>
  (await team.post('webhooks', { url: receiver.url, kinds: ['venue.*', 'registration.*'], ...wish })).body as never;
const work = () => app.service(WebhookDispatcher).work();
const log = async ({ id }: Made) => part<WebhookDeliveryView[]>(await team.get(`webhooks/${id}/deliveries`), 'items');
const read = async ({ id }: Made) => (await team.get(`webhooks/${id}`)).body as Record<string, unknown>;

let venues = 0;
/** Something happens: a venue is made. Answers its id. */
async function happen(): Promise<string> {
  const slug = `court-${++venues}`;
  const place = { address: 'London', latitude: 51, longitude: 0, timeZone: 'Europe/London', safeNumber: 10 };
  return part(await team.post('venues', { slug, name: 'The court', ...place }), 'id');
}

describe('what happens', () => {
  it('arrives signed by Standard Webhooks, in order, once, thin', async () => {
    const hook = await make();
    const ids = [await happen(), await happen(), await happen()];
    await work();
    await work();
    expect(receiver.received.map(({ body }) => body.data['subjectId'])).toEqual(ids);
    const feed = part<object[]>(await team.get('changes?limit=200'), 'items');
    for (const { headers, text, body } of receiver.received) {
      expect(new Webhook(hook.secret).verify(text, headers as Record<string, string>)).toEqual(body);
      expect(body).toEqual({ type: 'venue.made', timestamp: body.data['at'], data: body.data });
      expect(headers['webhook-id']).toBe(body.data['id']);
      expect(feed).toContainEqual(body.data);
    }
    expect(await log(hook)).toEqual(
      ids.toReversed().map((subjectId) =>
        expect.objectContaining({
          state: 'delivered',
          tries: 1,
          status: 204,
          change: expect.objectContaining({ subjectId }),
        }),
      ),
    );
  });

  it('says nothing about anybody', async () => {
    await make({ kinds: ['*'] });
    const session = await app.make.session(await app.make.event());
    const holder = await Holder.in(app, session.id, { name: 'Ada Birch', email: 'ada@example.org', phone: undefined });
    await holder.change({ contact: { name: 'Ada Elm' } });
    await work();
    expect(receiver.kinds).toContain('registration.made');
    const sent = receiver.received.map(({ text }) => text).join('');
    expect(sent).not.toMatch(/Ada|example\.org|GH-/);
    for (const { body } of receiver.received) {
      expect(Object.keys(body.data).sort()).toEqual(['at', 'eventId', 'id', 'kind', 'subjectId']);
    }
  });

  it('arrives only where it is wanted', async () => {
    const [here, there] = [await app.make.event(), await app.make.event()];
    await make({ eventIds: [here.id], kinds: ['registration.made'] });
    for (const event of [here, there]) {
      const holder = await Holder.in(app, (await app.make.session(event)).id);
      await holder.cancel();
    }
    await happen();
    await work();
    expect(receiver.received.map(({ body }) => [body.type, body.data['eventId']])).toEqual([
      ['registration.made', here.id],
    ]);
  });

  it('arrives by itself, soon, where a worker runs', async () => {
    await using working = await TestApp.start(PRIVATE);
    await using server = await working.beside();
    const owner = await Team.as(server);
    await owner.post('webhooks', { url: receiver.url, kinds: ['registration.*'] });
    const session = await working.make.session(await working.make.event());
    await Holder.in(server, session.id);
    const began = performance.now();
    await receiver.until(1);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('arrives once, in order, with several workers', async () => {
    await using other = await app.beside();
    await make();
    // Slow enough that the second worker looks while the first is sending.
    receiver.answer = (response) => void setTimeout(() => response.writeHead(204).end(), 20);
    const ids: string[] = [];
    for (let round = 0; round < 5; round++) {
      for (let one = 0; one < 4; one++) ids.push(await happen());
      const working = work();
      await receiver.until(ids.length - 3);
      await Promise.all([other.service(WebhookDispatcher).work(), working]);
    }
    expect(receiver.received.map(({ body }) => body.data['subjectId'])).toEqual(ids);
  });

  it('arrives when it is switched on again, too', async () => {
    const hook = await make({ active: false });
    const id = await happen();
    await work();
    expect(receiver.received).toEqual([]);
    await team.change(`webhooks/${hook.id}`, { active: true });
    await work();
    expect(receiver.received.map(({ body }) => body.data['subjectId'])).toEqual([id]);
  });
});

describe('what does not arrive', () => {
  it('is tried again, later each time, until it does', async () => {
    const hook = await make();
    receiver.answer = (response, nth) => response.writeHead(nth < 4 ? 500 : 200).end('no');
    await happen();
    await work();
    const [first] = await log(hook);
    expect(first).toMatchObject({ state: 'waiting', tries: 1, status: 500, error: 'It was answered with 500.' });
    const wait = Date.parse(first!.nextTryAt!) - Date.parse(first!.lastTryAt!);
    expect([wait >= 5000, wait <= 5500]).toEqual([true, true]);
    await work();
    expect(receiver.received).toHaveLength(1);
    for (const minutes of [1, 6, 40]) {
      app.clock.travel({ minutes });
      await work();
    }
    expect(receiver.received).toHaveLength(4);
    const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
    expect(ids.size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(4);
    expect(await log(hook)).toMatchObject([{ state: 'delivered', tries: 4, status: 200, error: null }]);
    expect(await read(hook)).toMatchObject({ active: true, failingSince: null });
  });

  it('holds up neither what comes after it nor anybody else', async () => {
    await using broken = await HookReceiver.open();
    broken.answer = () => {}; // says nothing at all
    const silent = await make({ url: broken.url });
    await make();
    const id = await happen();
    const working = work();
    await receiver.until(1, 5000);
    expect(receiver.received[0]!.body.data['subjectId']).toBe(id);
    await broken[Symbol.asyncDispose]();
    await working;
    expect((await log(silent))[0]).toMatchObject({ state: 'waiting', tries: 1, status: null });
  });

  it('lets what comes after it pass', async () => {
    const hook = await make();
    receiver.answer = (response, nth) => response.writeHead(nth === 1 ? 422 : 204).end();
    const [first, second] = [await happen(), await happen()];
    await work();
    app.clock.travel({ minutes: 1 });
    await work();
    expect(receiver.received.map(({ body }) => body.data['subjectId'])).toEqual([first, second, first]);
    expect((await log(hook)).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('is given up after three days, and the webhook is switched off, which the audit trail says', async () => {
    const hook = await make();
    receiver.answer = (response) => response.writeHead(503).end();
    await happen();
    for (let hours = 0; hours < 90; hours++) {
      await work();
      app.clock.travel({ minutes: 60 });
    }
    const count = receiver.received.length;
    expect(count).toBeGreaterThanOrEqual(9);
    expect(count).toBeLessThanOrEqual(10);
    expect(await read(hook)).toMatchObject({ active: false, switchedOffBecause: 'failing' });
    const [entry] = part<object[]>(await team.get(`audit?subjectId=${hook.id}`), 'items');
    expect(entry).toMatchObject({ kind: 'webhook.switched-off', actor: { kind: 'worker' } });
  });

  it('is not sent any more to who says that they are gone', async () => {
    const hook = await make();
    receiver.answer = (response) => response.writeHead(410).end();
    await happen();
    await happen();
    await work();
    await happen();
    app.clock.travel({ minutes: 60 });
    await work();
    expect(receiver.received).toHaveLength(1);
    expect(await read(hook)).toMatchObject({ active: false, switchedOffBecause: 'gone' });
    const [entry] = part<object[]>(await team.get(`audit?subjectId=${hook.id}`), 'items');
    expect(entry).toMatchObject({ kind: 'webhook.switched-off', actor: { kind: 'worker' } });
  });

  it('does not follow a redirect', async () => {
    const hook = await make();
    receiver.answer = (response) => response.writeHead(307, { location: receiver.url }).end();
    await happen();
    await work();
    expect(receiver.received).toHaveLength(1);
    expect((await log(hook))[0]).toMatchObject({ state: 'waiting', status: 307 });
  });

  it('is done again by another worker when one dies in the middle', async () => {
    const hook = await make();
    await happen();
    await app.database.reader.query(
      `UPDATE webhooks SET leased_by = gen_random_uuid(), leased_until = clock_timestamp() + interval '1 minute'`,
    );
    await work();
    expect(receiver.received).toEqual([]);
    await app.database.reader.query('UPDATE webhooks SET leased_until = clock_timestamp()');
    await work();
    expect(await log(hook)).toMatchObject([{ state: 'delivered' }]);
  });
});

describe('the team', () => {
  it('sends a test and reads what came of it', async () => {
    const hook = await make();
    const answer = await team.post(`webhooks/${hook.id}/test`);
    expect([answer.status, answer.body]).toEqual([202, expect.objectContaining({ state: 'waiting' })]);
    await work();
    expect(receiver.kinds).toEqual(['webhook.test']);
    expect(await log(hook)).toMatchObject([{ id: answer.body['id'], state: 'delivered' }]);
  });

  it('sends one delivery again, and everything since a moment', async () => {
    const hook = await make();
    const since = app.clock.now().toISOString();
    const ids = [await happen(), await happen()];
    await work();
    const [, first] = await log(hook);
    const answer = await team.post(`webhooks/${hook.id}/deliveries/${first!.id}/replay`);
    expect(answer.status).toBe(202);
    await work();
    expect(receiver.received.at(-1)!.headers['webhook-id']).toBe(first!.change.id);
    receiver.received.length = 0;
    expect((await team.post(`webhooks/${hook.id}/replay`, { since })).status).toBe(202);
    await work();
    const again = receiver.received.map(({ body }) => body.data['subjectId']);
    expect(again.slice(-2)).toEqual(ids);
  });

  it('changes the secret, and both hold for a day', async () => {
    const hook = await make();
    const fresh = part<string>(await team.post(`webhooks/${hook.id}/rotate-secret`), 'secret');
    await happen();
    await work();
    // Signs instead of verifying: it would compare with the machine's clock, and the house travels.
    const verified = (secret: string) => {
      const { text, headers } = receiver.received.at(-1)!;
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      const signature = new Webhook(secret).sign(String(headers['webhook-id']), at, text);
      return String(headers['webhook-signature']).split(' ').includes(signature);
    };
    expect([verified(hook.secret), verified(fresh)]).toEqual([true, true]);
    app.clock.travel({ days: 1 });
    await happen();
    await work();
    expect([verified(hook.secret), verified(fresh)]).toEqual([false, true]);
  });

  it('finds thirty days of it in the log', async () => {
    const hook = await make();
    await happen();
    await work();
    app.clock.travel({ days: 29 });
    await app.service(WebhookDeliveries).forgetOld();
    expect(await log(hook)).toHaveLength(1);
    app.clock.travel({ days: 2 });
    await app.service(WebhookDeliveries).forgetOld();
    expect(await log(hook)).toEqual([]);
  });
});
