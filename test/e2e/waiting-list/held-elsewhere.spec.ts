import type { Session } from '#programme';
import { EmailCheck, Links, UnverifiedExpiry } from '#registration';
import { managing, TestApp } from '../../support/test-app.js';
import { lookForThoseWhoWait, passAMinute, Waiter } from '../../support/waiter.js';

let app: TestApp;
let full: Session;
let elsewhere: Session;
let holder: string;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
beforeEach(async () => {
  const rules = { confirmation: 'by-email', oneRegistrationPer: 'event', passedOverLimit: 1 } as const;
  const event = await app.make.event({ waitingList: true, ...rules });
  full = await app.make.session(event, { capacity: 4 });
  elsewhere = await app.make.session(event);
  holder = String((await app.register(full.id, { partySize: 4 })).body['id']);
  await app.service(EmailCheck).confirm(holder);
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

async function waits(partySize = 1): Promise<Waiter> {
  const waiter = await Waiter.in(app, [full], { partySize });
  await waiter.call('POST', '/confirm', {});
  return waiter;
}

/** Somebody types the address of who waits for another time. Answers the id of the hold. */
async function holdFor({ email }: Waiter): Promise<string> {
  const answer = await app.register(elsewhere.id, { email });
  expect(answer.status).toBe(201);
  return String(answer.body['id']);
}

async function comesFree(places = 1): Promise<void> {
  const headers = managing({ manageUrl: app.service(Links).manageUrl(holder) });
  expect((await app.post(`/api/v1/registrations/${holder}/cancel`, { places }, headers)).status).toBe(200);
  await lookForThoseWhoWait(app);
}

async function holdsRunOut(): Promise<void> {
  app.clock.travel({ minutes: 31 });
  await app.service(UnverifiedExpiry).expireDue();
  await passAMinute(app);
}

async function reasons({ id }: Waiter): Promise<string[]> {
  const rows = await app.database.reader.query<{ kind: string; reason: string }[]>(
    'SELECT kind, reason FROM waiting_list_decisions WHERE entry_id = $1 ORDER BY id',
    [id],
  );
  return rows.map(({ kind, reason }) => `${kind}: ${reason}`);
}

const PASSED_BY =
  'passed-by: Its address holds places that are not confirmed yet, so it is passed by, and stays in line.';

it('keeps its place for an address that only holds places, and serves it once the hold has run out', async () => {
  const waiter = await waits();
  await holdFor(waiter);
  await comesFree();
  await passAMinute(app);
  await passAMinute(app);
  expect((await waiter.view()).body).toMatchObject({ state: 'waiting', lines: [{ waits: true, position: 1 }] });
  expect((await reasons(waiter)).slice(2)).toEqual([PASSED_BY]);
  await holdsRunOut();
  expect(await waiter.state()).toBe('offered');
  expect((await reasons(waiter)).at(-1)).toBe('offered: First in line when 1 place was free.');
  expect(await waiter.told()).toEqual(['waiting', 'offer']);
});

it('offers what is free meanwhile to the next in line, and says why in the log', async () => {
  const [first, next, last] = [await waits(), await waits(), await waits()];
  await holdFor(first);
  await comesFree(2);
  expect([await first.state(), await next.state(), await last.state()]).toEqual(['waiting', 'offered', 'offered']);
  expect((await reasons(next)).at(-1)).toBe(
    'offered: First in line that fitted when 2 places were free; 1 party whose address holds places already was passed by.',
  );
  await holdsRunOut();
  await comesFree();
  expect(await first.state()).toBe('offered');
  expect((await first.view()).body).toMatchObject({ lines: [{ passedOver: 0 }] });
});

it('saves nothing for who holds places, nor counts them as too large', async () => {
  const [large, small, last] = [await waits(2), await waits(), await waits()];
  await comesFree();
  expect([await large.state(), await small.state()]).toEqual(['waiting', 'offered']);
  await holdFor(large);
  await comesFree();
  expect(await last.state()).toBe('waiting');
  await comesFree();
  expect([await large.state(), await last.state()]).toEqual(['waiting', 'offered']);
  expect((await large.view()).body).toMatchObject({ lines: [{ position: 1, passedOver: 1 }] });
});

it('ends the wait once the hold is confirmed', async () => {
  const waiter = await waits();
  const hold = await holdFor(waiter);
  await comesFree();
  await app.service(EmailCheck).confirm(hold);
  await passAMinute(app);
  expect((await waiter.view()).body).toMatchObject({ state: 'ended', endReason: 'registered' });
  expect((await reasons(waiter)).slice(2)).toEqual([PASSED_BY, 'ended: Has places already.']);
});
