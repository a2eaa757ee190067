import fc from 'fast-check';
import { newId } from '#kernel';
import type { Event } from '#programme';
import { Offering, WaitingList } from '#waiting-list';
import { nextPerson, TestApp } from '../support/test-app.js';
import { Line } from './line.js';

const LIMIT = 2;

let app: TestApp;
let event: Event;
let day = 30;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({ waitingList: true, passedOverLimit: LIMIT });
});
afterAll(() => app[Symbol.asyncDispose]());

const parties = fc.array(
  fc.record({
    people: fc.integer({ min: 1, max: 6 }),
    fewer: fc.boolean(),
  }),
  { minLength: 1, maxLength: 30 },
);
const rounds = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 4 });

it('offers many places at once as it would one after the other', async () => {
  await fc.assert(
    fc.asyncProperty(parties, rounds, async (line, freed) => {
      // Each on a day of its own, since the venue holds no more at once.
      const startsAt = new Date(app.clock.now().getTime() + ++day * 24 * 60 * 60_000);
      const { id } = await app.make.session(event, { capacity: 150, places: 1, startsAt });
      await app.register(id);
      const ids = await app.database.transaction((tx) =>
        app.service(WaitingList).joinAll(tx, {
          reason: 'For the test.',
          parties: line.map(({ people: partySize, fewer: fewerIsFine }) => ({
            ...{ eventId: event.id, sessionIds: [id], partySize, fewerIsFine, party: {}, consented: false },
            ...{ source: 'web' as const, contact: { name: newId(), email: nextPerson().email } },
          })),
        }),
      );
      const model = new Line(LIMIT);
      for (const { people, fewer } of line) model.join([0], people, fewer);
      let places = 1;
      for (const more of freed) {
        places += more;
        await app.database.reader.query(`UPDATE pools SET places = $2 WHERE session_id = $1 AND audience = 'public'`, [
          id,
          places,
        ]);
        await app.service(Offering).offerIn({ sessionId: id });
        model.serve(0, { places, taken: 1 + model.offered(0) }, 0);
      }
      const found = await app.database.reader.query<{ id: string; offered: number | null; passed: number }[]>(
        `SELECT w.entry_id AS id, o.people AS offered, w.passed_over AS passed
         FROM waiting_list_wishes w LEFT JOIN waiting_list_offers o ON o.entry_id = w.entry_id
         WHERE w.session_id = $1 ORDER BY w.rank`,
        [id],
      );
      expect(found).toEqual(
        model.waiters.map(({ offer, passedOver }, index) => ({
          ...{ id: ids[index], offered: offer?.people ?? null, passed: passedOver.get(0) ?? 0 },
        })),
      );
    }),
    { numRuns: 40 },
  );
  expect(await app.faults()).toEqual([]);
}, 120_000);
