import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BallotRecord } from '#contracts';
import { PlannedBallot } from '../../support/ballots.js';
import { part } from '../../support/holder.js';
import { describeWith } from '../../support/installed.js';
import { TestApp } from '../../support/test-app.js';

type Falsified = { -readonly [K in keyof BallotRecord]: BallotRecord[K] };
type Change = (record: Falsified) => void;

describeWith('python3', 'the script that checks a record', () => {
  let app: TestApp;
  let ballot: PlannedBallot;
  let record: BallotRecord;
  let folder: string;
  beforeAll(async () => {
    app = await TestApp.start({}, { works: false });
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-record-'));
    const event = await app.make.event();
    const sessions = [await app.make.session(event, { capacity: 6 }), await app.make.session(event, { capacity: 5 })];
    ballot = await PlannedBallot.of(app, event, { sessions });
    ballot.open();
    const ids = sessions.map(({ id }) => id);
    for (let number = 0; number < 12; number++) {
      const preferences = [ids, ids.toReversed(), ids.slice(0, 1)][number % 3]!;
      const entered = await ballot.enter({ partySize: 1 + (number % 3), preferences });
      if (number > 3) continue;
      const weighted = { body: { weight: 4, reason: 'A test.' }, headers: { ...ballot.team, 'if-match': '*' } };
      await app.call('PATCH', `/api/v1/admin/ballot-entries/${String(part(entered, 'id'))}`, weighted);
    }
    ballot.end();
    await ballot.work();
    record = (await ballot.record()).body as unknown as BallotRecord;
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await app[Symbol.asyncDispose]();
  });

  async function check(checked: unknown, ...more: string[]) {
    const file = join(folder, 'record.json');
    await writeFile(file, typeof checked === 'string' ? checked : JSON.stringify(checked));
    const { status, stdout, stderr } = spawnSync('/usr/bin/python3', ['docs/verify-ballot.py', file, ...more]);
    expect(stderr.toString()).toBe('');
    return { status, said: stdout.toString() };
  }

  it('finds the record of a running system right, as it was sent', async () => {
    const { status, said } = await check((await ballot.record()).text);
    expect([status, said]).toEqual([0, expect.stringContaining('12 entries')]);
    expect(said).not.toContain('WRONG');
    expect(record.entries!.filter(({ weight }) => weight === 4)).toHaveLength(4);
  });

  it('says what became of one entry', async () => {
    const { id, rank } = record.entries![0]!;
    expect((await check(record, id)).said).toContain(`Entry ${id}: drawn at place ${rank} of 12`);
    expect((await check(record, record.ballotId)).said).toContain('is not in the list');
  });

  const other = (hex: string) => (hex.startsWith('0') ? '1' : '0') + hex.slice(1);
  const FALSIFIED: readonly (readonly [string, Change, RegExp])[] = [
    ['another seed', (one) => (one.seed = other(one.seed!)), /not the one that was committed to/],
    ['another commitment', (one) => (one.commitment = other(one.commitment)), /not the one that was committed to/],
    ['another list hash', (one) => (one.listHash = other(one.listHash!)), /list of sessions and entries is not/],
    ['another ballot', (one) => (one.ballotId = one.entries![0]!.id), /list of sessions and entries is not/],
    ['more places', (one) => (one.sessions[0]!.places = one.sessions[0]!.places! + 1), /list of sessions/],
    ['a session less', (one) => one.sessions.pop(), /list of sessions/],
    ['an entry less', (one) => one.entries!.pop(), /list of sessions and entries is not/],
    ['an entry twice', (one) => one.entries!.push(one.entries![0]!), /twice/],
    ['another entry id', (one) => (one.entries![3]!.id = one.ballotId), /list of sessions and entries is not/],
    ['a larger party', (one) => one.entries![3]!.partySize++, /list of sessions and entries is not/],
    ['more weight', (one) => one.entries![3]!.weight++, /list of sessions and entries is not/],
    ['other preferences', (one) => one.entries![3]!.preferences.pop(), /list of sessions and entries is not/],
    ['another rank', (one) => one.entries![3]!.rank!++, /was drawn at place/],
    ['another result', (one) => (winnerOf(one).sessionId = null), /got .*, not no places/],
    ['places for who has none', (one) => (loserOf(one).sessionId = one.sessions[0]!.id), /got no places, not/],
  ];

  it.each(FALSIFIED)('finds %s', async (_, change, said) => {
    const falsified = structuredClone(record);
    change(falsified);
    expect(await check(falsified)).toEqual({ status: 1, said: expect.stringMatching(said) as string });
  });

  it.each([
    ['no record', '{"a": 1}'],
    ['no JSON', 'record'],
    ['a list', '[]'],
    ['nothing', ''],
  ])('cannot check %s, and says so', async (_, text) => {
    expect(await check(text)).toEqual({
      status: 2,
      said: expect.stringContaining('not the record of a ballot') as string,
    });
  });

  it('cannot check what is not drawn yet', async () => {
    const early = { ...record, seed: null, drawnAt: null };
    expect(await check(early)).toMatchObject({
      status: 2,
      said: expect.stringContaining('not been drawn yet') as string,
    });
  });

  it('is given out by the page', async () => {
    const script = await app.get('/ballots/verify-ballot.py');
    expect(script.text).toContain('#!/usr/bin/env python3');
    expect((await app.get(`/ballots/${ballot.id}`)).text).toContain('/ballots/verify-ballot.py');
  });
});

function winnerOf({ entries }: Falsified) {
  return entries!.find(({ sessionId }) => sessionId !== null)!;
}

function loserOf({ entries }: Falsified) {
  return entries!.find(({ sessionId }) => sessionId === null)!;
}
