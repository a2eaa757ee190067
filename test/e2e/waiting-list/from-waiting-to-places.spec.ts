import type { Event, Session } from '#programme';
import { deliver } from '../../support/delivery.js';
import { Holder, part, toldTo } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';
import { askToWait, lookForThoseWhoWait, passAMinute, Waiter } from '../../support/waiter.js';

let app: TestApp;
let event: Event;
let session: Session;
let holder: Holder;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({ waitingList: true });
});
beforeEach(async () => {
  session = await app.make.session(event, { capacity: 4 });
  holder = await Holder.in(app, session.id, { partySize: 4 });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

it('keeps what comes free for who waits, and makes it theirs when they accept', async () => {
  const waiter = await Waiter.in(app, [session], { partySize: 2 });
  expect((await waiter.view()).body).toMatchObject({ state: 'waiting', lines: [{ waits: true, position: 1 }] });
  const [first] = await waiter.deliver();
  expect(first!.parsed.subject).toMatch(/^You are on the waiting list/);

  await holder.cancel({ places: 3 });
  await lookForThoseWhoWait(app);
  expect((await app.register(session.id, { partySize: 2 })).body).toMatchObject({ code: 'session_full' });
  expect((await waiter.view()).body).toMatchObject({ state: 'offered', offer: { people: 2 } });
  const [offer] = await waiter.deliver();
  expect(offer!.parsed.subject).toMatch(/^We keep 2 places for you until/);
  expect(offer!.parsed.text).toContain(`/waiting/${waiter.token}`);

  const accepted = await waiter.accept();
  expect(accepted.body).toMatchObject({ state: 'accepted', offer: null });
  expect(part<string>(accepted, 'manageUrl')).toContain('/manage/');
});

it('sends the entry for the calendar with the places, and none while somebody waits', async () => {
  const waiter = await Waiter.in(app, [session], { partySize: 1 });
  await holder.cancel({ places: 1 });
  await lookForThoseWhoWait(app);
  const mails = await waiter.deliver();
  expect(mails).toHaveLength(1);
  expect(mails.map(({ raw }) => raw).join()).not.toContain('VCALENDAR');
  await waiter.accept();
  const [row] = await app.database.reader.query<{ registration_id: string }[]>(
    'SELECT registration_id FROM waiting_list_entries WHERE id = $1',
    [waiter.id],
  );
  expect(await toldTo(app, row!.registration_id)).toMatchObject([{ kind: 'confirmation', recipient: waiter.email }]);
  const [confirmation] = await deliver(app, row!.registration_id);
  expect(confirmation!.raw).toContain('method=REQUEST');
});

it('gives the same places to who accepts twice', async () => {
  const waiter = await Waiter.in(app, [session]);
  await holder.cancel({ places: 1 });
  await lookForThoseWhoWait(app);
  const [one, two] = [await waiter.accept(), await waiter.accept()];
  expect([one.status, two.status]).toEqual([200, 200]);
  expect(two.body['manageUrl']).toBe(one.body['manageUrl']);
});

it('lets a party take fewer than it is offered, and offers the rest to the next', async () => {
  const [large, next] = [
    await Waiter.in(app, [session], { partySize: 3, guests: [{ name: 'Tom' }, { name: 'May' }] }),
    await Waiter.in(app, [session], { partySize: 1 }),
  ];
  await holder.cancel({ places: 3 });
  await lookForThoseWhoWait(app);
  expect((await large.accept({ partySize: 4 })).body).toMatchObject({ errors: [{ code: 'more_than_offered' }] });
  const accepted = await large.accept({ partySize: 2 });
  expect(accepted.body).toMatchObject({ state: 'accepted' });
  const token = part<string>(accepted, 'manageUrl').split('/').at(-1)!;
  const [{ id }] = (await app.database.reader.query<{ id: string }[]>(
    'SELECT registration_id AS id FROM waiting_list_entries WHERE id = $1',
    [large.id],
  )) as [{ id: string }];
  const places = await app.get(`/api/v1/registrations/${id}`, { authorization: `Manage ${token}` });
  expect(places.body).toMatchObject({ state: 'confirmed', partySize: 2, places: [{}, { name: 'Tom' }] });
  await lookForThoseWhoWait(app);
  expect(await next.state()).toBe('offered');
});

describe('a party that becomes smaller while it waits', () => {
  const guests = [{ name: 'Tom' }, { name: 'May' }, { name: 'Sue' }];

  /** The names of those who come in the end. */
  async function comes(waiter: Waiter, acceptance: object = {}): Promise<(string | null)[]> {
    await holder.cancel({ places: 4 });
    await lookForThoseWhoWait(app);
    const accepted = await waiter.accept(acceptance);
    const token = part<string>(accepted, 'manageUrl').split('/').at(-1)!;
    const [row] = await app.database.reader.query<{ id: string }[]>(
      'SELECT registration_id AS id FROM waiting_list_entries WHERE id = $1',
      [waiter.id],
    );
    const places = await app.get(`/api/v1/registrations/${row!.id}`, { authorization: `Manage ${token}` });
    return part<{ name: string | null }[]>(places, 'places').map(({ name }) => name);
  }

  it('comes with who asked and the first of its guests', async () => {
    const waiter = await Waiter.in(app, [session], { partySize: 4, name: 'Ada Birch', guests });
    await waiter.call('PATCH', '', { partySize: 3 });
    expect(await comes(waiter)).toEqual(['Ada Birch', 'Tom', 'May']);
  });

  it('comes so also when it shrinks twice, and takes fewer than it is offered', async () => {
    const waiter = await Waiter.in(app, [session], { partySize: 4, name: 'Ada Birch', guests });
    await waiter.call('PATCH', '', { partySize: 3 });
    await waiter.call('PATCH', '', { partySize: 3, fewerIsFine: true });
    await waiter.call('PATCH', '', { partySize: 2 });
    expect(await comes(waiter, { partySize: 1 })).toEqual(['Ada Birch']);
  });

  it('comes without who asked, if they asked for others', async () => {
    const waiter = await Waiter.in(app, [session], { partySize: 3, name: 'Ada Birch', guests });
    await waiter.call('PATCH', '', { partySize: 2 });
    expect(await comes(waiter)).toEqual(['Tom', 'May']);
  });
});

it('gives what nobody answered for to the next, and takes who did not answer off the list', async () => {
  const [silent, next] = [await Waiter.in(app, [session]), await Waiter.in(app, [session])];
  await holder.cancel({ places: 1 });
  await lookForThoseWhoWait(app);
  expect([await silent.state(), await next.state()]).toEqual(['offered', 'waiting']);
  app.clock.travel({ days: 3 });
  expect((await silent.accept()).body).toMatchObject({ code: 'offer_ended' });
  await passAMinute(app);
  expect((await silent.view()).body).toMatchObject({ state: 'ended', endReason: 'expired' });
  expect(await next.state()).toBe('offered');
  expect(await silent.told()).toEqual(['waiting', 'offer', 'offer-ended']);

  expect((await silent.call('POST', '/rejoin', {})).body).toMatchObject({ state: 'waiting', lines: [{ position: 1 }] });
});

describe('an offer whose mail is not sent', () => {
  const reasons = async ({ id }: Waiter) =>
    (
      await app.database.reader.query<{ reason: string }[]>(
        'SELECT reason FROM waiting_list_decisions WHERE entry_id = $1 ORDER BY id',
        [id],
      )
    ).map(({ reason }) => reason);
  const settleMail = ({ id }: Waiter, state: 'sent' | 'failed') =>
    app.database.reader.query(
      `UPDATE messages SET state = $2, finished_at = $3 WHERE candidate_id = $1 AND kind = 'offer'`,
      [id, state, app.clock.now()],
    );

  async function offered(): Promise<Waiter> {
    const waiter = await Waiter.in(app, [session]);
    await holder.cancel({ places: 1 });
    await lookForThoseWhoWait(app);
    return waiter;
  }

  it('is kept for longer while the mail is on its way, and ends after a time that was told', async () => {
    const waiter = await offered();
    app.clock.travel({ minutes: 38 * 60 });
    await passAMinute(app);
    expect(await waiter.state()).toBe('offered');
    expect((await reasons(waiter)).at(-1)).toContain('has not been sent yet');
    const offer = part<{ expiresAt: string }>(await waiter.view(), 'offer');
    expect(new Date(offer.expiresAt).getTime()).toBeGreaterThan(app.clock.now().getTime());
    await settleMail(waiter, 'sent');
    app.clock.travel({ minutes: 38 * 60 });
    await passAMinute(app);
    expect(await waiter.state()).toBe('ended');
    expect((await reasons(waiter)).at(-1)).toContain('Did not answer in time');
  });

  it('goes on to the next when the mail has failed for good, and the log says so', async () => {
    const waiter = await offered();
    await settleMail(waiter, 'failed');
    app.clock.travel({ minutes: 38 * 60 });
    await passAMinute(app);
    expect(await waiter.state()).toBe('ended');
    expect((await reasons(waiter)).at(-1)).toContain('was not sent');
  });

  it('is not kept for ever', async () => {
    const waiter = await offered();
    app.clock.travel({ days: 3 });
    await passAMinute(app);
    expect(await waiter.state()).toBe('ended');
    expect((await reasons(waiter)).at(-1)).toContain('was not sent');
  });
});

it('lets nobody wait where there are places, nor where the event keeps no list', async () => {
  const open = await app.make.session(event);
  expect((await askToWait(app, [open.id])).body).toMatchObject({ code: 'places_free', sessions: [{ available: 20 }] });
  const without = await app.make.session(await app.make.event(), { capacity: 1 });
  await app.register(without.id);
  expect((await askToWait(app, [without.id])).body).toMatchObject({ code: 'no_waiting_list' });
});
