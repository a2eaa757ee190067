import fc from 'fast-check';
import { onSite } from '#programme';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const START = Date.parse('2030-06-12T10:00:00Z');
const minutes = (most: number) => fc.integer({ min: 0, max: most });
const after = (count: number) => new Date(START + count * 60_000);

it('is counted by the same rule in the program and in the database', async () => {
  const session = fc.record({
    endsAt: minutes(600).map(after),
    admissionOpensAt: minutes(60).map(after),
    admissionClosesAt: minutes(600).map(after),
    stayMinutes: fc.option(fc.integer({ min: 1, max: 600 })),
    gapMinutes: minutes(60),
  });
  await fc.assert(
    fc.asyncProperty(session, async (one) => {
      const rows: { readonly at: Date }[] = await app.database.reader.query(
        'SELECT session_clears_at($1, $2, $3, $4) AS at',
        [one.endsAt, one.admissionClosesAt, one.stayMinutes, one.gapMinutes],
      );
      expect(onSite(one)).toEqual({ from: one.admissionOpensAt, until: rows[0]!.at });
    }),
    { numRuns: 200 },
  );
});
