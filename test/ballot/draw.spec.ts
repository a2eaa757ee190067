import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { draw, type EntryList, hashOfList, listLines } from '#ballot';

const SESSION = '00000000-0000-4000-8000-00000000000a';
const DRAWS = 10_000;

function entry(number: number, wishes: Partial<EntryList['entries'][number]> = {}): EntryList['entries'][number] {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { id, partySize: 1, weight: 1, preferences: [SESSION], ...wishes };
}

function list(entries: EntryList['entries'], places: number): EntryList {
  return { ballotId: SESSION, sessions: [{ id: SESSION, places }], entries };
}

/** The same ten thousand each time. */
function* seeds(): Generator<string> {
  for (let number = 0; number < DRAWS; number++) yield createHash('sha256').update(`seed ${number}`).digest('hex');
}

/** How far the counts are from the shares that are expected of all draws: Pearson's sum. */
function chiSquare(counts: ReadonlyMap<string, number>, shares: ReadonlyMap<string, number>): number {
  return [...shares].reduce((sum, [name, share]) => {
    const expected = share * DRAWS;
    return sum + ((counts.get(name) ?? 0) - expected) ** 2 / expected;
  }, 0);
}

function tally(entries: EntryList, nameOf: (ranked: string[]) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const seed of seeds()) {
    const name = nameOf(draw(seed, entries).map(({ entryId }) => entryId.slice(-1)));
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

it('brings entries of one weight into every order equally often', () => {
  const orders = permutations(['1', '2', '3', '4']);
  const counts = tally(
    list(
      [1, 2, 3, 4].map((number) => entry(number)),
      2,
    ),
    (ranked) => ranked.join(''),
  );
  expect(orders).toHaveLength(24);
  const shares = new Map(orders.map((order) => [order, 1 / 24]));
  // 23 degrees of freedom: an even draw is above this once in a thousand times, and these seeds are always the same.
  expect(chiSquare(counts, shares)).toBeLessThan(49.7);
});

it('draws an entry first as often as its share of all tickets', () => {
  const entries = [entry(1), entry(2, { weight: 2 }), entry(3, { weight: 3 })];
  const counts = tally(list(entries, 1), ([first]) => first!);
  const shares = new Map([
    ['1', 1 / 6],
    ['2', 2 / 6],
    ['3', 3 / 6],
  ] as const);
  expect(chiSquare(counts, shares)).toBeLessThan(13.8);
  // What would be wrong is seen: as if all had one weight.
  expect(
    chiSquare(
      counts,
      new Map([
        ['1', 1 / 3],
        ['2', 1 / 3],
        ['3', 1 / 3],
      ]),
    ),
  ).toBeGreaterThan(1000);
});

it('depends on nothing but seed and list', () => {
  const [seed] = [...seeds()].slice(0, 1) as [string];
  const entries = Array.from({ length: 50 }, (_, number) => entry(number));
  const drawn = draw(seed, list(entries, 10));
  expect(draw(seed, list(entries.toReversed(), 10))).toEqual(drawn);
  expect(draw(seed, list(entries.slice(1), 10)).map(({ entryId }) => entryId)).not.toEqual(
    drawn.map(({ entryId }) => entryId).filter((id) => id !== entries[0]!.id),
  );
});

it('keeps parties together, gives no more than there is, and passes over nobody who would fit', () => {
  const others = ['b', 'c'].map((end) => SESSION.replace(/a$/, end));
  const anEntry = fc.record({
    partySize: fc.integer({ min: 1, max: 6 }),
    weight: fc.integer({ min: 1, max: 3 }),
    preferences: fc.shuffledSubarray([SESSION, ...others], { minLength: 1 }),
  });
  const aBallot = fc.record({
    seed: fc.stringMatching(/^[0-9a-f]{64}$/),
    places: fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12)),
    wishes: fc.array(anEntry, { maxLength: 25 }),
  });
  fc.assert(
    fc.property(aBallot, ({ seed, places, wishes }) => {
      const sessions = [SESSION, ...others].map((id, index) => ({ id, places: places[index]! }));
      const entries = wishes.map((wish, number) => entry(number, wish));
      const left = new Map(sessions.map((one) => [one.id, one.places]));
      const results = draw(seed, { ballotId: SESSION, sessions, entries });
      expect(results.map(({ rank }) => rank)).toEqual(entries.map((_, index) => index + 1));
      for (const { entryId, sessionId } of results) {
        const { partySize, preferences } = entries.find(({ id }) => id === entryId)!;
        expect(sessionId).toBe(preferences.find((id) => left.get(id)! >= partySize) ?? null);
        if (sessionId) left.set(sessionId, left.get(sessionId)! - partySize);
      }
      expect(Math.min(...left.values())).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 300 },
  );
});

it('writes the list as docs/ballot.md says', () => {
  const written = [...listLines(list([entry(2, { weight: 3, partySize: 4 }), entry(1)], 5))].join('');
  const lines = [
    'gatehouse-ballot 1',
    `ballot ${SESSION}`,
    `session ${SESSION} 5`,
    `entry ${entry(1).id} 1 1 ${SESSION}`,
    `entry ${entry(2).id} 4 3 ${SESSION}`,
  ];
  expect(written).toBe(lines.map((line) => `${line}\n`).join(''));
  expect(hashOfList(list([entry(1), entry(2, { weight: 3, partySize: 4 })], 5))).toBe(
    createHash('sha256').update(written).digest('hex'),
  );
});

function permutations(of: readonly string[]): string[] {
  if (of.length === 0) return [''];
  return of.flatMap((first) => permutations(of.filter((one) => one !== first)).map((rest) => first + rest));
}
