import { execFileSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BallotRecord } from '#contracts';
import { PlannedBallot } from '../../support/ballots.js';
import { available, part } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

it('gives places by a draw that anybody can repeat', async () => {
  const event = await app.make.event();
  const sessions = [await app.make.session(event, { capacity: 4 }), await app.make.session(event, { capacity: 3 })];
  const ballot = await PlannedBallot.of(app, event, { sessions });
  const before = await ballot.view();
  expect(before).toMatchObject({ status: 200, body: { state: 'planned', seed: null, listHash: null } });
  expect(await app.register(sessions[0]!.id)).toMatchObject({ status: 409, body: { code: 'places_by_ballot' } });
  expect(await ballot.enter()).toMatchObject({ status: 409, body: { code: 'ballot_not_open' } });

  ballot.open();
  for (const partySize of [1, 2, 3, 1, 2, 3, 1, 2]) {
    expect(await ballot.enter({ partySize })).toMatchObject({ status: 201, body: { state: 'entered' } });
  }
  ballot.end();
  expect(await ballot.enter()).toMatchObject({ status: 409, body: { code: 'ballot_closed' } });
  await ballot.work();

  const record = (await ballot.record()).body as unknown as BallotRecord;
  expect(record.commitment).toBe(part(before, 'commitment'));
  expect(record.entries).toHaveLength(8);
  const won = record.entries!.filter(({ sessionId }) => sessionId !== null);
  for (const session of record.sessions) {
    const people = won.filter(({ sessionId }) => sessionId === session.id).map(({ partySize }) => partySize);
    expect(people.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(session.places!);
  }
  const registered = await app.database.reader.query<{ people: number }[]>(
    `SELECT sum(party_size)::int AS people FROM registrations WHERE event_id = $1 AND source = 'ballot'`,
    [event.id],
  );
  expect(registered[0]!.people).toBe(won.reduce((sum, { partySize }) => sum + partySize, 0));
  const left = await Promise.all(sessions.map(({ id }) => available(app, event.slug, id)));
  expect(left[0]! + left[1]!).toBe(7 - registered[0]!.people);
  expect(await app.faults()).toEqual([]);

  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-ballot-'));
  const file = join(folder, 'record.json');
  await writeFile(file, JSON.stringify(record));
  expect(execFileSync('/usr/bin/python3', ['docs/verify-ballot.py', file]).toString()).toContain('8 entries');
});
