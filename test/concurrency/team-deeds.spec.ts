import { registerFor } from '../support/desk.js';
import { Holder } from '../support/holder.js';
import { Team } from '../support/team.js';
import { type Answer, TestApp } from '../support/test-app.js';
import { deadlocksOf, poolsOf, tally } from './ledger.js';
import { plainClients, takenIn } from './plain-clients.js';

describe('two restorings of one registration, by hand', () => {
  it('control: take its places twice where each only reads that it is cancelled', async () => {
    await using hands = await plainClients();
    const planted = await hands.rows.plant();
    const over = { state: 'cancelled', cancelled_at: new Date(), cancelled_by: 'attendee' };
    const id = await hands.rows.registration(planted, over);
    const states = await Promise.all(
      [hands.one, hands.two].map((hand) => hand.query<{ state: string }>('SELECT state FROM registrations')),
    );
    expect(states.map(({ rows }) => rows[0]!.state)).toEqual(['cancelled', 'cancelled']);
    for (const hand of [hands.one, hands.two]) {
      await hand.query('UPDATE pools SET taken = taken + 1 WHERE id = $1', [planted.pool]);
      const live = `state = 'confirmed', cancelled_at = NULL, cancelled_by = NULL`;
      await hand.query(`UPDATE registrations SET ${live} WHERE id = $1`, [id]);
    }
    expect(await takenIn(hands.one, planted)).toBe(2);
  });
});

describe('what the team does while others do something, on two servers', () => {
  let one: TestApp;
  let two: TestApp;
  let team: Team;
  let beside: Team;
  beforeAll(async () => {
    one = await TestApp.start({}, { works: false });
    two = await one.beside();
    [team, beside] = [await Team.as(one), await Team.as(two)];
  });
  afterAll(async () => {
    expect(await one.faults()).toEqual([]);
    expect(await deadlocksOf(one, two)).toBe(0);
    await two[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
  });

  const times = <T>(count: number, work: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => work(index)));
  const by = (index: number) => (index % 2 ? team : beside);
  const granted = (answers: readonly Answer[]) => answers.filter(({ status }) => status < 300).length;

  it('going over the capacity in a rush stays within the safe number, and everybody has their place', async () => {
    const event = await one.make.event({ venue: { safeNumber: 9 } });
    const { id } = await one.make.session(event, { capacity: 6 });
    const overCapacity = { reason: 'She is to speak.' };
    const [rush, guests] = await Promise.all([
      times(30, (index) => (index % 2 ? one : two).register(id)),
      times(6, (index) => registerFor(by(index), id, { overCapacity })),
    ]);
    expect(Object.keys(tally(guests)).every((outcome) => ['201', '409 over_safe_number'].includes(outcome))).toBe(true);
    expect(Object.keys(tally(rush)).every((outcome) => ['201', '409 session_full'].includes(outcome))).toBe(true);
    const people = granted(rush) + granted(guests);
    expect(people).toBeGreaterThanOrEqual(6);
    expect(people).toBeLessThanOrEqual(9);
    expect(await poolsOf(one, id)).toMatchObject([{ places: people, taken: people, people }]);
  });

  it('a party that is moved and cancels at the same time has cancelled, in one session or the other', async () => {
    const event = await one.make.event();
    const [from, to] = [await one.make.session(event), await one.make.session(event)];
    const holders = await times(12, () => Holder.in(one, from.id));
    const answers = await times(24, (index) => {
      const { id, path, headers } = holders[index % 12]!;
      return index < 12
        ? by(index).post(`registrations/${id}/move`, { sessionId: to.id })
        : (index % 3 ? one : two).post(`${path}/cancel`, {}, headers);
    });
    expect(tally(answers.slice(12))).toEqual({ 200: 12 });
    const moved = Object.keys(tally(answers.slice(0, 12)));
    expect(moved.every((outcome) => ['200', '409 registration_cancelled'].includes(outcome))).toBe(true);
    for (const { id } of [from, to]) expect(await poolsOf(one, id)).toMatchObject([{ taken: 0, people: 0 }]);
  });

  it('places are restored once, and not if somebody else has the last of them', async () => {
    const { id: sessionId } = await one.make.session(await one.make.event(), { capacity: 1 });
    const holder = await Holder.in(one, sessionId);
    await holder.cancel();
    const [restored, newcomers] = await Promise.all([
      times(6, (index) => by(index).post(`registrations/${holder.id}/restore`)),
      times(6, (index) => (index % 2 ? one : two).register(sessionId)),
    ]);
    expect([0, 6]).toContain(granted(restored));
    expect(granted(newcomers)).toBe(granted(restored) === 6 ? 0 : 1);
    expect(await poolsOf(one, sessionId)).toMatchObject([{ taken: 1, people: 1 }]);
    const kinds = (await holder.told()).map(({ kind }) => kind);
    expect(kinds).toHaveLength(granted(restored) === 6 ? 3 : 2);
  });

  it('a change of the team and one of the holder are made one after the other, and a stale one is not', async () => {
    const { id: sessionId } = await one.make.session(await one.make.event(), { capacity: 12 });
    const holder = await Holder.in(one, sessionId, { partySize: 2 });
    const seen = await team.get(`registrations/${holder.id}`);
    const answers = await times(8, (index) =>
      index % 2
        ? holder.change({ partySize: (index + 1) / 2 })
        : by(index / 2).change(`registrations/${holder.id}`, { partySize: 5 }, seen),
    );
    const byTeam = answers.filter((_, index) => index % 2 === 0);
    expect(granted(byTeam)).toBeLessThanOrEqual(1);
    const [pool] = await poolsOf(one, sessionId);
    expect(pool!.taken).toBe(pool!.people);
  });
});
