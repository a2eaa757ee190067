import type { Event } from '#programme';
import { available, Holder, part } from '../../support/holder.js';
import type { Person } from '../../support/test-app.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({ partyLimit: 4 });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

async function party(person: Partial<Person>, capacity = 6) {
  const session = await app.make.session(event, { capacity });
  const holder = await Holder.in(app, session.id, { name: 'Ada', ...person });
  return { holder, session, left: () => available(app, event.slug, session.id) };
}

describe('a party', () => {
  it('grows by the places that are left, with one mail and one more SEQUENCE', async () => {
    const { holder, left } = await party({ partySize: 1 });
    const answer = await holder.change({ partySize: 3, guests: [{ name: 'Tom' }] });
    expect(answer.body).toMatchObject({ partySize: 3, places: [{ name: 'Ada' }, { name: 'Tom' }, { name: null }] });
    expect(await left()).toBe(3);
    expect(await holder.told()).toMatchObject([{ kind: 'confirmation' }, { kind: 'change' }]);
    expect(await holder.sequence()).toBe(1);
  });

  it('shrinks and gives the places back; the last people leave', async () => {
    const { holder, left } = await party({ partySize: 3, guests: [{ name: 'Tom' }, { name: 'May' }] });
    expect((await holder.change({ partySize: 2 })).body).toMatchObject({
      partySize: 2,
      places: [{ name: 'Ada' }, { name: 'Tom' }],
    });
    expect(await left()).toBe(4);
    expect(await holder.sequence()).toBe(1);
  });

  it('does not grow beyond what is left, and keeps what it has', async () => {
    const { holder, session, left } = await party({ partySize: 2 }, 5);
    await Holder.in(app, session.id, { partySize: 2 });
    const other = await app.make.session(event, { capacity: 4, startsAt: new Date(session.startsAt.getTime() + 1) });
    const answer = await holder.change({ partySize: 4 });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'session_full', available: 1 });
    const alternatives = part<{ sessionId: string }[]>(answer, 'alternatives');
    expect(alternatives.map(({ sessionId }) => sessionId)).toContain(other.id);
    expect(await left()).toBe(1);
    expect((await holder.view()).body).toMatchObject({ partySize: 2 });
    expect(await holder.told()).toHaveLength(1);
  });

  it.each([5, 1_000_000_000, Number.MAX_SAFE_INTEGER])('does not grow to %d, above the limit', async (partySize) => {
    const { holder } = await party({ partySize: 1 });
    const answer = await holder.change({ partySize });
    expect([answer.status, answer.body['code']]).toEqual([422, 'party_too_large']);
  });

  it('gives the last place to one of two parties that grow at once', async () => {
    const { holder, session, left } = await party({ partySize: 1 }, 3);
    const other = await Holder.in(app, session.id, { partySize: 1 });
    const answers = await Promise.all([holder, other].map((one) => one.change({ partySize: 2 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await left()).toBe(0);
  });

  it('keeps ticket codes and makes new ones for who joins', async () => {
    const { holder } = await party({ partySize: 2 });
    const codes = async () =>
      part<{ ticketCode: string }[]>(await holder.view(), 'places').map((one) => one.ticketCode);
    const before = await codes();
    await holder.change({ partySize: 3 });
    const after = await codes();
    expect(after.slice(0, 2)).toEqual(before);
    expect(new Set(after).size).toBe(3);
  });
});
