import { Holder } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';
import { lookForThoseWhoWait, passAMinute, Waiter } from '../../support/waiter.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

it('holds up nobody else: offers elsewhere end, and links that were not followed', async () => {
  const event = await app.make.event({ waitingList: true });
  const [places, waiters] = [[] as string[], [] as Waiter[]];
  for (let number = 0; number < 3; number++) {
    const session = await app.make.session(event, { capacity: 1 });
    const holder = await Holder.in(app, session.id);
    waiters.push(await Waiter.in(app, [session]));
    places.push(session.id);
    await holder.cancel();
  }
  await lookForThoseWhoWait(app);
  await app.database.reader.query(`UPDATE events SET confirmation = 'by-email' WHERE id = $1`, [event.id]);
  const unverified = await Waiter.in(app, [{ id: places[2]! }]);
  const count = (offered: number) =>
    app.database.reader.query('UPDATE pools SET offered = $1 WHERE session_id = $2', [offered, places[0]]);
  await count(0);
  app.clock.travel({ days: 2 });
  await expect(passAMinute(app)).rejects.toThrow();
  const states = () => Promise.all([...waiters, unverified].map((one) => one.state()));
  expect(await states()).toEqual(['offered', 'ended', 'ended', 'ended']);
  await count(1);
  await passAMinute(app);
  expect(await states()).toEqual(['ended', 'ended', 'ended', 'ended']);
  expect(await app.faults()).toEqual([]);
});
