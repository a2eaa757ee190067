import { SampleProgramme } from '../../../apps/standalone/src/sample/sample.js';
import { TestApp } from '../../support/test-app.js';

it('the sample programme has 150 guests of the lecture, in all states, and mails none of them', async () => {
  await using app = await TestApp.start({}, { works: false });
  await app.nest.get(SampleProgramme).addIfEmpty();
  const states = await app.database.reader.query<{ state: string; count: number }[]>(
    'SELECT state, count(*)::int AS count FROM invitations WHERE deputy_of IS NULL GROUP BY state ORDER BY state',
  );
  expect(states.map(({ state }) => state)).toEqual(['accepted', 'declined', 'deputised', 'pending', 'withdrawn']);
  expect(states.reduce((sum, { count }) => sum + count, 0)).toBe(150);
  expect(await app.database.reader.query('SELECT id FROM messages')).toEqual([]);
  expect(await app.faults()).toEqual([]);
});
