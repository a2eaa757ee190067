import { PartyForgetting } from '#waiting-list';
import { Holder } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { TestApp } from '../../support/test-app.js';
import { lookForThoseWhoWait, Waiter } from '../../support/waiter.js';
import { send } from '../pages/forms.js';

const NEEDS = 'a place by the door';

let app: TestApp;
let session: { readonly id: string };
let holder: Holder;
beforeEach(async () => {
  app = await TestApp.start({}, { works: false });
  const event = await app.make.event({ waitingList: true });
  const startsAt = new Date(app.clock.now().getTime() + 90 * 24 * 60 * 60_000);
  session = await app.make.session(event, { capacity: 1, startsAt });
  holder = await Holder.in(app, session.id);
});
afterEach(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

const waits = () => Waiter.in(app, [session], { accessNeeds: NEEDS });
const forget = () => app.service(PartyForgetting).forgetOld();

async function kept(): Promise<string[]> {
  const rows = await app.database.reader.query<{ id: string }[]>(
    'SELECT id FROM waiting_list_entries WHERE sealed_party IS NOT NULL ORDER BY id',
  );
  return rows.map(({ id }) => id);
}

it('forgets what a party said thirty days after it left, and nothing of who still waits', async () => {
  const [left, waiting] = [await waits(), await waits()];
  await left.leave();
  app.clock.travel({ days: 29 });
  await forget();
  expect(await kept()).toEqual([left.id, waiting.id]);
  app.clock.travel({ days: 1 });
  await forget();
  expect(await kept()).toEqual([waiting.id]);
  expect((await left.view()).body).toMatchObject({ state: 'left', contact: { email: left.email } });
});

it('keeps it for who joins again in time, and takes it along to the places', async () => {
  const back = await waits();
  await back.leave();
  app.clock.travel({ days: 29 });
  expect((await back.call('POST', '/rejoin', {})).status).toBe(200);
  app.clock.travel({ days: 31 });
  await forget();
  expect(await kept()).toEqual([back.id]);
  await holder.cancel({ places: 1 });
  await lookForThoseWhoWait(app);
  const accepted = await back.accept();
  expect(accepted.status).toBe(200);
  expect(await kept()).toEqual([]);
  const [row] = await app.database.reader.query<{ access_needs: string | null }[]>(
    `SELECT access_needs::text FROM registrations WHERE contact_email = $1`,
    [back.email],
  );
  expect(row!.access_needs).not.toBeNull();
});

it('lets nobody join again without what was forgotten, whether or not the night has come', async () => {
  const late = await waits();
  await late.leave();
  app.clock.travel({ days: 30 });
  expectProblem(await late.call('POST', '/rejoin', {}), 409, 'party_forgotten');
  await forget();
  expectProblem(await late.call('POST', '/rejoin', {}), 409, 'party_forgotten');
  expect(await late.state()).toBe('left');
  const page = await send(app, `/waiting/${late.token}/rejoin`, {});
  expect([page.status, page.text]).toEqual([409, expect.stringContaining('Please ask to wait again')]);
  // As they are asked to.
  expect(await (await Waiter.in(app, [session], { email: late.email })).state()).toBe('waiting');
});

it('passes by who joins again at the same moment', async () => {
  const back = await waits();
  await back.leave();
  app.clock.travel({ days: 31 });
  await app.database.transaction(async (tx) => {
    await tx.query('SELECT FROM waiting_list_entries WHERE id = $1 FOR UPDATE', [back.id]);
    await forget();
  });
  expect(await kept()).toEqual([back.id]);
  await forget();
  expect(await kept()).toEqual([]);
});

it('forgets any number, a few thousand by a statement', async () => {
  const many = await waits();
  await many.leave();
  await app.database.reader.query(
    `INSERT INTO waiting_list_entries (id, event_id, state, party_size, fewer_is_fine, contact_name, sealed_party, source,
                                       rank, created_at, updated_at, ended_at)
     SELECT gen_random_uuid(), event_id, state, 1, false, 'Ada', 'sealed', source, 1, created_at, updated_at, ended_at
     FROM waiting_list_entries, generate_series(1, 4500) WHERE id = $1`,
    [many.id],
  );
  app.clock.travel({ days: 30 });
  await forget();
  expect(await kept()).toEqual([]);
});
