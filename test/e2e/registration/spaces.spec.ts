import type { Event } from '#programme';
import { EmailCheck, UnverifiedExpiry } from '#registration';
import { poolsOf } from '../../concurrency/ledger.js';
import { poolNamed } from '../../support/desk.js';
import { Holder, part } from '../../support/holder.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app, 'owner');
  event = await app.make.event({ venue: { safeNumber: 5000 } });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

interface Plan {
  readonly places?: number;
  readonly wheelchairs?: number;
  readonly companions?: number;
}

function session({ places = 10, wheelchairs, companions }: Plan = { wheelchairs: 2, companions: 2 }, of = event) {
  const pools = [
    ...(wheelchairs === undefined
      ? []
      : [{ name: 'Wheelchairs', audience: 'wheelchair' as const, places: wheelchairs }]),
    ...(companions === undefined ? [] : [{ name: 'Companions', audience: 'companion' as const, places: companions }]),
  ];
  return app.make.session(of, { places, capacity: 20, pools });
}

/** The people counted in each pool of the session. */
async function counted({ id }: { readonly id: string }): Promise<Record<string, number>> {
  const pools = await poolsOf(app, id);
  return Object.fromEntries(pools.map(({ name, taken }) => [name, taken]));
}

const wheelchair = (person: number) => ({ person, kind: 'wheelchair' });
const companion = (person: number, of: number) => ({ person, kind: 'companion', of });
/** Ada comes with Tom, who uses a wheelchair, and with May, who comes to help him. */
const FAMILY = {
  name: 'Ada',
  partySize: 3,
  guests: [{ name: 'Tom' }, { name: 'May' }],
  spaces: [wheelchair(1), companion(2, 1)],
};

describe('a party of whom somebody needs a space', () => {
  it('is counted person by person: places, wheelchair spaces and places for companions', async () => {
    const here = await session();
    const holder = await Holder.in(app, here.id, FAMILY);
    expect(await counted(here)).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
    expect((await holder.view()).body).toMatchObject({
      partySize: 3,
      places: [
        { name: 'Ada', space: null },
        { name: 'Tom', space: { kind: 'wheelchair' } },
        { name: 'May', space: { kind: 'companion', of: 1 } },
      ],
    });
  });

  it('may be the contact themselves, or who comes to help somebody else', async () => {
    const here = await session();
    await Holder.in(app, here.id, { spaces: [wheelchair(0)] });
    await Holder.in(app, here.id, { partySize: 2, guests: [{ name: 'Tom' }], spaces: [companion(0, 1)] });
    expect(await counted(here)).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
  });

  it('counts a companion with the others where a session keeps no places for companions', async () => {
    const here = await session({ wheelchairs: 2 });
    const holder = await Holder.in(app, here.id, FAMILY);
    expect(await counted(here)).toEqual({ Public: 2, Wheelchairs: 1 });
    await holder.cancel({ places: 1 });
    expect(part(await holder.view(), 'places')).toMatchObject([{ name: 'Tom' }, { name: 'May', space: { of: 0 } }]);
    expect(await counted(here)).toEqual({ Public: 1, Wheelchairs: 1 });
  });

  it('is told what to do where a session has no wheelchair spaces', async () => {
    const here = await session({});
    const problem = expectProblem(await app.register(here.id, { spaces: [wheelchair(0)] }), 422, 'invalid_input');
    expect(problem['errors']).toEqual([
      {
        pointer: '/spaces',
        code: 'no_wheelchair_spaces_here',
        detail:
          'No wheelchair spaces are set apart at this time. Please take a place and tell us what would help, or write to us.',
      },
    ]);
    expect(await counted(here)).toEqual({ Public: 0 });
  });

  it('takes nothing at all if one space is missing, and hears where there is one', async () => {
    const [here, later] = [await session({ wheelchairs: 1 }), await session({ wheelchairs: 1 })];
    await session({});
    await Holder.in(app, here.id, { spaces: [wheelchair(0)] });
    const problem = expectProblem(await app.register(here.id, FAMILY), 409, 'no_wheelchair_space');
    expect(problem).toMatchObject({ available: 0, detail: 'All wheelchair spaces are taken at this time.' });
    expect(
      part<{ sessionId: string }[]>({ body: problem } as never, 'alternatives').map((one) => one.sessionId),
    ).toContain(later.id);
    expect(await counted(here)).toEqual({ Public: 0, Wheelchairs: 1 });
  });

  it('hears when no place for a companion is left, and of the places there are', async () => {
    const here = await session({ wheelchairs: 2, companions: 0 });
    const problem = expectProblem(await app.register(here.id, FAMILY), 409, 'no_companion_place');
    expect(problem).toMatchObject({ available: 0 });
    expect(await counted(here)).toEqual({ Public: 0, Wheelchairs: 0, Companions: 0 });
  });

  it('gets its space though all ordinary places are taken, if nobody of it needs one', async () => {
    const here = await session({ places: 0, wheelchairs: 1, companions: 1 });
    expectProblem(await app.register(here.id), 409, 'session_full');
    expectProblem(await app.register(here.id, FAMILY), 409, 'session_full');
    await Holder.in(app, here.id, { partySize: 2, spaces: [wheelchair(0), companion(1, 0)] });
    expect(await counted(here)).toEqual({ Public: 0, Wheelchairs: 1, Companions: 1 });
  });

  it.each([
    [[wheelchair(3)], '/spaces/0/person', 'no_such_person'],
    [[companion(2, 7)], '/spaces/0/of', 'no_such_person'],
    [[wheelchair(1), companion(1, 0)], '/spaces/1/person', 'two_spaces'],
    [[companion(1, 1)], '/spaces/0/of', 'companion_of_companion'],
    [[companion(1, 2), companion(2, 0)], '/spaces/0/of', 'companion_of_companion'],
    [[companion(1, 0), companion(2, 0)], '/spaces/1/of', 'second_companion'],
  ])('is told what is wrong with %j', async (spaces, pointer, code) => {
    const here = await session();
    const answer = await app.register(here.id, { partySize: 3, spaces });
    expect(expectProblem(answer, 422, 'invalid_input')).toMatchObject({ errors: [{ pointer, code }] });
  });

  it('is kept sealed: the database has numbers and nobody’s name to them', async () => {
    const here = await session();
    const holder = await Holder.in(app, here.id, FAMILY);
    const [row] = await app.database.reader.sql<{ row: string }[]>`
      SELECT r::text AS row FROM registrations r WHERE id = ${holder.id}`;
    expect(row!.row).not.toMatch(/wheelchair|companion/);
  });
});

describe('a party of whom somebody has a space', () => {
  it('gives up ordinary places first, then the companion, and last who is helped', async () => {
    const here = await session();
    const holder = await Holder.in(app, here.id, FAMILY);
    const left = async () => part<{ name: string }[]>(await holder.view(), 'places').map(({ name }) => name);
    expect((await holder.cancel({ places: 1 })).status).toBe(200);
    expect([await left(), await counted(here)]).toEqual([['Tom', 'May'], { Public: 0, Wheelchairs: 1, Companions: 1 }]);
    expect((await holder.cancel({ places: 1 })).status).toBe(200);
    expect([await left(), await counted(here)]).toEqual([['Tom'], { Public: 0, Wheelchairs: 1, Companions: 0 }]);
    expect((await holder.cancel()).status).toBe(200);
    expect(await counted(here)).toEqual({ Public: 0, Wheelchairs: 0, Companions: 0 });
  });

  it('becomes smaller in the same order where it says only how many come', async () => {
    const here = await session();
    const holder = await Holder.in(app, here.id, FAMILY);
    expect((await holder.change({ partySize: 1 })).body).toMatchObject({
      places: [{ name: 'Tom', space: { kind: 'wheelchair' } }],
    });
    expect(await counted(here)).toEqual({ Public: 0, Wheelchairs: 1, Companions: 0 });
  });

  it('keeps its spaces through changes that say nothing of them', async () => {
    const here = await session();
    const holder = await Holder.in(app, here.id, FAMILY);
    const answer = await holder.change({ partySize: 4, guests: [{ name: 'Thomas' }, { name: 'May' }, {}] });
    expect(answer.body).toMatchObject({
      places: [{}, { name: 'Thomas', space: { kind: 'wheelchair' } }, { space: { of: 1 } }, {}],
    });
    expect(await counted(here)).toEqual({ Public: 2, Wheelchairs: 1, Companions: 1 });
  });

  it('may say otherwise who needs what', async () => {
    const here = await session();
    const holder = await Holder.in(app, here.id, { partySize: 3 });
    expect((await holder.change({ spaces: [wheelchair(0), wheelchair(1), companion(2, 0)] })).status).toBe(200);
    expect(await counted(here)).toEqual({ Public: 0, Wheelchairs: 2, Companions: 1 });
    expectProblem(await holder.change({ spaces: [0, 1, 2].map(wheelchair) }), 409, 'no_wheelchair_space');
    expect((await holder.change({ spaces: [] })).status).toBe(200);
    expect(await counted(here)).toEqual({ Public: 3, Wheelchairs: 0, Companions: 0 });
  });

  it('is refused a list of people in which a companion stays without their person', async () => {
    const here = await session();
    const holder = await Holder.in(app, here.id, { ...FAMILY, spaces: [wheelchair(2), companion(1, 2)] });
    const answer = await holder.change({ partySize: 2, guests: [{ name: 'Tom' }] });
    expect(expectProblem(answer, 422, 'invalid_input')).toMatchObject({
      errors: [{ pointer: '/guests', code: 'companion_alone' }],
    });
    expect(await counted(here)).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
  });

  it('moves each person to a place of the same kind, or stays', async () => {
    const [from, to, without, full] = [
      await session(),
      await session(),
      await session({}),
      await session({ wheelchairs: 0 }),
    ];
    const holder = await Holder.in(app, from.id, FAMILY);
    expectProblem(await holder.move(without.id), 422, 'invalid_input');
    expectProblem(await holder.move(full.id), 409, 'no_wheelchair_space');
    expect(await counted(from)).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
    expect((await holder.move(to.id)).status).toBe(200);
    expect(await counted(from)).toEqual({ Public: 0, Wheelchairs: 0, Companions: 0 });
    expect(await counted(to)).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
  });

  it('goes with its companion among the others to a session that keeps no places for companions', async () => {
    const [from, to] = [await session(), await session({ wheelchairs: 1 })];
    const holder = await Holder.in(app, from.id, FAMILY);
    expect((await holder.move(to.id)).status).toBe(200);
    expect(await counted(to)).toEqual({ Public: 2, Wheelchairs: 1 });
    expect((await holder.move(from.id)).status).toBe(200);
    expect(await counted(from)).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
  });

  it('stays where it is counted though places for companions come later', async () => {
    const here = await session({ wheelchairs: 1 });
    const holder = await Holder.in(app, here.id, FAMILY);
    const wish = { sessionId: here.id, name: 'Companions', audience: 'companion', places: 0 };
    expect((await team.post('pools', wish)).status).toBe(201);
    expect((await holder.change({ contact: { name: 'Ada Birch' } })).status).toBe(200);
    expect(await counted(here)).toEqual({ Public: 2, Wheelchairs: 1, Companions: 0 });
  });

  it('loses them all when its session is called off, and takes them again elsewhere', async () => {
    const [from, to] = [await session(), await session()];
    const holder = await Holder.in(app, from.id, FAMILY);
    const preview = await team.post(`sessions/${from.id}/cancel?preview=true`, { reason: 'Storm.', tellPeople: true });
    const answer = await team.post(`sessions/${from.id}/cancel`, {
      ...{ reason: 'Storm.', tellPeople: true, reaches: part<number>(preview, 'reaches') },
    });
    expect(answer.status).toBe(200);
    expect(await counted(from)).toEqual({ Public: 0, Wheelchairs: 0, Companions: 0 });
    expect((await holder.move(to.id)).status).toBe(200);
    expect(await counted(to)).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
  });
});

describe('an event that confirms by mail', () => {
  const expire = () => app.service(UnverifiedExpiry).expireDue();

  it('holds the spaces, gives them back, and takes them again for who follows the link late', async () => {
    const here = await session(undefined, await app.make.event({ confirmation: 'by-email' }));
    const answer = await app.register(here.id, FAMILY);
    expect(await counted(here)).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
    app.clock.travel({ minutes: 31 });
    await expire();
    expect(await counted(here)).toEqual({ Public: 0, Wheelchairs: 0, Companions: 0 });
    await app.service(EmailCheck).confirm(part(answer, 'id'));
    expect(await counted(here)).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
  });

  it('says that the space is gone to who follows the link when others have it', async () => {
    const here = await session({ wheelchairs: 1 }, await app.make.event({ confirmation: 'by-email' }));
    const answer = await app.register(here.id, FAMILY);
    app.clock.travel({ minutes: 31 });
    await expire();
    await app.register(here.id, { spaces: [wheelchair(0)] });
    await expect(app.service(EmailCheck).confirm(part(answer, 'id'))).rejects.toMatchObject({
      code: 'no_wheelchair_space',
    });
    expect(await counted(here)).toEqual({ Public: 0, Wheelchairs: 1 });
  });

  it('answers an address that is registered like a new one, and holds as much for it', async () => {
    const here = await session({ wheelchairs: 2 }, await app.make.event({ confirmation: 'by-email' }));
    const ada = nextPerson();
    await app.service(EmailCheck).confirm(part(await app.register(here.id, ada), 'id'));
    const again = { ...ada, spaces: [wheelchair(0)] };
    expect((await app.register(here.id, again)).status).toBe(201);
    expect(await counted(here)).toEqual({ Public: 1, Wheelchairs: 1 });
    await app.register(here.id, { spaces: [wheelchair(0)] });
    expectProblem(await app.register(here.id, { spaces: [wheelchair(0)] }), 409, 'no_wheelchair_space');
    expectProblem(await app.register(here.id, again), 409, 'no_wheelchair_space');
    app.clock.travel({ minutes: 31 });
    await expire();
    expect(await counted(here)).toEqual({ Public: 1, Wheelchairs: 0 });
  });
});

describe('what people see', () => {
  it('says how many spaces are left, or that a session has none', async () => {
    const of = await app.make.event();
    const [here] = [await session(undefined, of), await session({}, of)];
    await Holder.in(app, here.id, FAMILY);
    const sessions = part<object[]>(await app.get(`/api/v1/events/${of.slug}`), 'sessions');
    expect(sessions).toMatchObject([
      { available: 9, wheelchairSpaces: 1, companionPlaces: 1 },
      { available: 10, wheelchairSpaces: null, companionPlaces: null },
    ]);
  });
});

describe('for the team', () => {
  it('a pool of spaces holds no party as a whole', async () => {
    const here = await session();
    const poolId = await poolNamed(team, here.id, 'Wheelchairs');
    const wish = { sessionId: here.id, poolId, contact: nextPerson(), partySize: 1, source: 'phone' };
    const refused = { errors: [{ pointer: '/poolId', code: 'pool_for_spaces' }] };
    expect(expectProblem(await team.post('registrations', wish), 422, 'invalid_input')).toMatchObject(refused);
    const holder = await Holder.in(app, here.id);
    const move = await team.post(`registrations/${holder.id}/move`, { sessionId: here.id, poolId });
    expect(expectProblem(move, 422, 'invalid_input')).toMatchObject(refused);
    await holder.cancel();
    const guest = { sessionId: here.id, poolId, name: 'Ada', partySize: 1 };
    expect(expectProblem(await team.post('invitations', guest), 422, 'invalid_input')).toMatchObject(refused);
    const restore = await team.post(`registrations/${holder.id}/restore`, { poolId });
    expect(expectProblem(restore, 422, 'invalid_input')).toMatchObject(refused);
  });

  it('registers, moves between pools, cancels and restores with the spaces', async () => {
    const here = await session({ wheelchairs: 1, companions: 1 });
    const guests = (await team.post('pools', { sessionId: here.id, name: 'Guests', audience: 'invited', places: 5 }))
      .body['id'];
    const { name, ...family } = FAMILY;
    const made = await team.post('registrations', {
      sessionId: here.id,
      contact: { name },
      source: 'phone',
      ...family,
    });
    expect(made.status).toBe(201);
    const id = part<string>(made, 'id');
    expect((await team.post(`registrations/${id}/move`, { sessionId: here.id, poolId: guests })).status).toBe(200);
    expect(await counted(here)).toEqual({ Public: 0, Guests: 1, Wheelchairs: 1, Companions: 1 });
    expect((await team.post(`registrations/${id}/cancel`, { reason: 'She rang.' })).status).toBe(200);
    expect(await counted(here)).toEqual({ Public: 0, Guests: 0, Wheelchairs: 0, Companions: 0 });
    expect((await team.post(`registrations/${id}/restore`, {})).status).toBe(200);
    expect(await counted(here)).toEqual({ Public: 0, Guests: 1, Wheelchairs: 1, Companions: 1 });
  });

  it('lets people in beyond the capacity, but not into a wheelchair space that is not there', async () => {
    const here = await session({ places: 0, wheelchairs: 1, companions: 0 });
    const { name, ...family } = FAMILY;
    const wish = {
      sessionId: here.id,
      contact: { name },
      source: 'phone',
      ...family,
      overCapacity: { reason: 'Family.' },
    };
    expect((await team.post('registrations', wish)).status).toBe(201);
    expect(await counted(here)).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
    expectProblem(await team.post('registrations', wish), 409, 'no_wheelchair_space');
    expect(await counted(here)).toEqual({ Public: 1, Wheelchairs: 1, Companions: 1 });
  });

  it('has one pool of each, which is not private, is not released to and is not taken away while people are in it', async () => {
    const here = await session();
    const wish = { sessionId: here.id, name: 'More', audience: 'wheelchair', places: 1 };
    expectProblem(await team.post('pools', wish), 409, 'second_space_pool');
    const other = await session({});
    const hidden = { ...wish, sessionId: other.id, private: true };
    expect(expectProblem(await team.post('pools', hidden), 422, 'invalid_input')).toMatchObject({
      errors: [{ pointer: '/private' }],
    });
    const [pool, open] = [await poolNamed(team, here.id, 'Wheelchairs'), await poolNamed(team, here.id, 'Public')];
    expectProblem(await team.post(`pools/${open}/release`, { releasesTo: pool }), 409, 'nowhere_to_release');
    const holder = await Holder.in(app, here.id, FAMILY);
    expectProblem(await team.remove(`pools/${pool}`), 409, 'in_use');
    await holder.cancel();
    expect((await team.remove(`pools/${pool}`)).status).toBe(204);
    expect((await team.post(`registrations/${holder.id}/restore`)).status).toBe(422);
  });

  it('finds who is in a space by its pool, if it may see what people need', async () => {
    const here = await session();
    const holder = await Holder.in(app, here.id, FAMILY);
    const poolId = await poolNamed(team, here.id, 'Wheelchairs');
    const found = async (who: Team) =>
      part<{ id: string }[]>(await who.get(`registrations?poolId=${poolId}`), 'items').map(({ id }) => id);
    expect(await found(team)).toEqual([holder.id]);
    expect(await found(await Team.as(app, 'viewer'))).toEqual([]);
    const seen = await (await Team.as(app, 'viewer')).get(`registrations/${holder.id}`);
    expect(seen.body).toMatchObject({ masked: expect.arrayContaining(['places.space']) as never });
    expect(part<{ space: unknown }[]>(seen, 'places').map(({ space }) => space)).toEqual([null, null, null]);
  });

  it('shows the people at the door who comes in a wheelchair and who comes to help', async () => {
    const here = await session();
    await Holder.in(app, here.id, FAMILY);
    const arrivals = await (await Team.as(app, 'door')).get(`sessions/${here.id}/arrivals`);
    expect(part<{ people: object[] }[]>(arrivals, 'items')[0]!.people).toMatchObject([
      { name: 'Ada', space: null },
      { name: 'Tom', space: { kind: 'wheelchair' } },
      { name: 'May', space: { kind: 'companion', of: 1 } },
    ]);
  });

  it('counts what is held by pool in the ledger', async () => {
    const here = await session(undefined, await app.make.event({ confirmation: 'by-email' }));
    await app.register(here.id, FAMILY);
    const pools = part<{ name: string; held: number }[]>(await team.get(`sessions/${here.id}/ledger`), 'pools');
    expect(Object.fromEntries(pools.map(({ name, held }) => [name, held]))).toEqual({
      Public: 1,
      Wheelchairs: 1,
      Companions: 1,
    });
  });
});
