import { PoolRelease } from '#admission';
import type { AuditEntryView, ChangeView } from '#contracts';
import { NOWHERE } from '#kernel';
import type { Event } from '#programme';
import { EmailCheck, Links, UnverifiedExpiry } from '#registration';
import { Holder, part } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
  event = await app.make.event();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

const session = () => app.make.session(event);
const checked = async () => app.make.session(await app.make.event({ confirmation: 'by-email' }));

async function feedOf({ eventId }: { readonly eventId: string }): Promise<ChangeView[]> {
  const all: ChangeView[] = [];
  for (let since = '0'; ;) {
    const answer = await team.get(`changes?limit=200&since=${since}`);
    all.push(...part<ChangeView[]>(answer, 'items'));
    since = part<string>(answer, 'nextCursor');
    if (!part<boolean>(answer, 'more')) return all.filter((one) => one.eventId === eventId);
  }
}

const kindsOf = async (of: { readonly eventId: string }, id: string) =>
  (await feedOf(of)).filter(({ subjectId }) => subjectId === id).map(({ kind }) => kind);

const trailOf = async (id: string) => part<AuditEntryView[]>(await team.get(`audit?subjectId=${id}`), 'items');

describe('the feed of changes', () => {
  it('tells of everybody who gets places, once, and of nobody who gets none', async () => {
    const here = await app.make.session(await app.make.event(), { capacity: 3 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => app.register(here.id)));
    const made = answers.filter(({ status }) => status === 201).map(({ body }) => String(body['id']));
    const told = (await feedOf(here)).filter(({ kind }) => kind === 'registration.made');
    expect([made.length, told.map(({ subjectId }) => subjectId).sort()]).toEqual([3, made.sort()]);
  });

  it('tells nothing of an address that is registered already, nor of what holds places in its stead', async () => {
    const here = await checked();
    const { email } = nextPerson();
    await app.register(here.id, { email });
    const [first] = await feedOf(here);
    await app.service(EmailCheck).confirm(first!.subjectId);
    expect((await app.register(here.id, { email, partySize: 2 })).status).toBe(201);
    app.clock.travel({ minutes: 31 });
    expect(await app.service(UnverifiedExpiry).expireDue()).toBe(2);
    expect((await feedOf(here)).map(({ kind }) => kind)).toEqual(['registration.made', 'registration.confirmed']);
  });

  it('tells when an address is confirmed, and when it is not confirmed in time', async () => {
    const here = await checked();
    const [one, two] = [await app.register(here.id), await app.register(here.id)];
    const [kept, lost] = [String(one.body['id']), String(two.body['id'])];
    const token = app.service(Links).token('check', kept);
    await app.post(`/check/${token}`, undefined);
    app.clock.travel({ minutes: 31 });
    await app.service(UnverifiedExpiry).expireDue();
    expect(await kindsOf(here, kept)).toEqual(['registration.made', 'registration.confirmed']);
    expect(await kindsOf(here, lost)).toEqual(['registration.made', 'registration.expired']);
    expect(await trailOf(lost)).toMatchObject([
      { actor: { kind: 'worker', id: null }, changed: { state: { from: 'unverified', to: 'cancelled' } } },
    ]);
  });

  it('tells when a pool is released, and the trail says how many places went', async () => {
    const pools = [{ name: 'Press', places: 4, releasesAt: new Date('2026-01-02T00:00:00Z') }];
    const here = await app.make.session(event, { capacity: 10, pools });
    await app.service(PoolRelease).releaseDue();
    const released = (await feedOf(here)).find(({ kind }) => kind === 'pool.released');
    expect(await trailOf(released!.subjectId)).toMatchObject([
      { kind: 'pool.released', actor: { kind: 'worker' }, changed: { places: { from: 4, to: 0 } } },
    ]);
  });
});

describe('the audit trail', () => {
  it('says what a holder has changed, moved and given up, and hides what is sensitive', async () => {
    const [here, there] = [await session(), await session()];
    const holder = await Holder.in(app, here.id, { name: 'Ada', partySize: 3 });
    await holder.change({ contact: { phone: '020 7946 0123' }, accessNeeds: 'A chair, please.' });
    await holder.move(there.id);
    await holder.cancel({ places: 1 });
    await holder.cancel();
    const entries = await trailOf(holder.id);
    expect(entries.map(({ kind }) => kind)).toEqual([
      'registration.cancelled',
      'registration.changed',
      'registration.moved',
      'registration.changed',
    ]);
    expect(new Set(entries.map(({ actor }) => JSON.stringify(actor)))).toEqual(
      new Set([JSON.stringify({ kind: 'attendee', id: holder.id, name: 'attendee', address: null })]),
    );
    const [cancelled, smaller, moved, changed] = entries.map((entry) => entry.changed);
    expect(cancelled).toMatchObject({ state: { from: 'confirmed', to: 'cancelled' } });
    expect(smaller).toMatchObject({ partySize: { from: 3, to: 2 } });
    expect(moved).toMatchObject({ sessionId: { from: here.id, to: there.id } });
    expect(changed).toEqual({
      contactPhone: { from: null, to: '020 7946 0123' },
      accessNeeds: { from: null, to: '(not shown)' },
    });
  });

  it('says nothing of what was refused or changed nothing', async () => {
    const here = await session();
    const holder = await Holder.in(app, here.id);
    await holder.change({ partySize: 7 });
    await holder.change({ contact: { name: 'Visitor' } });
    await holder.change({ contact: { name: 'Visitor' } });
    await holder.move(NOWHERE);
    expect((await trailOf(holder.id)).map(({ kind }) => kind)).toEqual(['registration.changed']);
    expect(await kindsOf(here, holder.id)).toEqual(['registration.made', 'registration.changed']);
  });
});
