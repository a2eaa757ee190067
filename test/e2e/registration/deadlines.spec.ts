import { Holder } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

/** A party in a session four hours from now, with changes until three and cancellation until two hours before. */
async function party() {
  const event = await app.make.event({ changesCloseMinutes: 60, cancellationsCloseMinutes: 120 });
  const startsAt = new Date(app.clock.now().getTime() + 4 * 60 * 60_000);
  const [session, later] = [
    await app.make.session(event, { startsAt }),
    await app.make.session(event, { startsAt: new Date(startsAt.getTime() + 24 * 60 * 60_000) }),
  ];
  return { holder: await Holder.in(app, session.id, { partySize: 2 }), session, later, startsAt };
}

describe('the deadlines of an event', () => {
  it('end changes and moves, and say when that was', async () => {
    const { holder, later, startsAt } = await party();
    const until = new Date(startsAt.getTime() - 60 * 60_000).toISOString();
    expect((await holder.view()).body).toMatchObject({ changesUntil: until });
    app.clock.travel({ minutes: 179 });
    expect((await holder.change({ accessNeeds: 'A seat.' })).status).toBe(200);
    app.clock.travel({ minutes: 1 });
    for (const answer of [await holder.change({ accessNeeds: 'Two.' }), await holder.move(later.id)]) {
      expect([answer.status, answer.body['code'], answer.body['until']]).toEqual([409, 'too_late', until]);
    }
    expect((await holder.view()).body).toMatchObject({ accessNeeds: 'A seat.' });
  });

  it('end giving up, all or in part', async () => {
    const { holder, startsAt } = await party();
    const until = new Date(startsAt.getTime() - 120 * 60_000).toISOString();
    app.clock.travel({ minutes: 119 });
    expect((await holder.cancel({ places: 1 })).status).toBe(200);
    app.clock.travel({ minutes: 1 });
    for (const body of [{}, { places: 1 }]) {
      const answer = await holder.cancel(body);
      expect([answer.status, answer.body['code'], answer.body['until']]).toEqual([409, 'too_late', until]);
    }
    expect((await holder.view()).body).toMatchObject({ state: 'confirmed' });
  });

  it('leave a registration readable', async () => {
    const { holder } = await party();
    app.clock.travel({ days: 30 });
    expect((await holder.view()).status).toBe(200);
  });

  it('do not matter to who has given up already', async () => {
    const { holder } = await party();
    await holder.cancel();
    app.clock.travel({ days: 1 });
    expect((await holder.cancel()).body).toMatchObject({ state: 'cancelled' });
  });
});
