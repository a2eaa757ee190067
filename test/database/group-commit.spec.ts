import { setTimeout as sleep } from 'node:timers/promises';
import { GroupCommit, type GroupCommitLimits, type GroupCommitRules } from '#database';
import { Busy } from '#kernel';

const LIMITS: GroupCommitLimits = { batch: 100, waiting: 100, wait: 10_000, transactions: 10, patience: 10_000 };

interface Batch {
  readonly key: string;
  readonly calls: readonly string[];
  /** The batch only has to commit. */
  goOn(): void;
  /** Ends the batch's transaction: each call is answered by its own name in capitals. */
  commit(): Promise<void>;
  fail(reason?: Error): Promise<void>;
}

/** A group commit whose transactions end when the test says so. */
class Ledger {
  readonly batches: Batch[] = [];
  readonly group: GroupCommit<string, string>;

  constructor(limits: Partial<GroupCommitLimits> = {}, rules: GroupCommitRules<string> = {}) {
    this.group = new GroupCommit(
      (key, calls, goOn) =>
        new Promise((resolve, reject) => {
          const commit = () => soon(() => resolve(calls.map((call) => call.toUpperCase())));
          const fail = (reason = new Error('rolled back')) => soon(() => reject(reason));
          this.batches.push({ key, calls: [...calls], goOn, commit, fail });
        }),
      { ...LIMITS, ...limits },
      rules,
    );
  }

  /** One call in each turn of the event loop. The answers as they come in; a refusal stands as its message. */
  async join(key: string, ...calls: readonly string[]): Promise<string[]> {
    const answers: string[] = [];
    for (const call of calls) await soon(() => this.joinOne(key, call, answers));
    return answers;
  }

  joinAtOnce(key: string, ...calls: readonly string[]): void {
    for (const call of calls) this.joinOne(key, call, []);
  }

  private joinOne(key: string, call: string, answers: string[]): void {
    void this.group.join(key, call).then(
      (answer) => answers.push(answer),
      (error: unknown) => answers.push(error instanceof Busy ? 'busy' : (error as Error).message),
    );
  }

  get started(): string[] {
    return this.batches.map(({ key, calls }) => `${key}: ${calls.join(' ')}`);
  }
}

/** Lets everything that waits only for promises go on. */
async function soon(act: () => void = () => {}): Promise<void> {
  act();
  await new Promise((resolve) => setImmediate(resolve));
}

describe('a group commit', () => {
  it('settles the first call of an idle key at once, alone', async () => {
    const ledger = new Ledger();
    await ledger.join('garden', 'ada', 'ben');
    expect(ledger.started).toEqual(['garden: ada']);
  });

  it('settles together what arrives at an idle key in one turn of the event loop', async () => {
    const ledger = new Ledger();
    ledger.joinAtOnce('garden', 'ada', 'ben');
    expect(ledger.started).toEqual([]);
    await soon();
    expect(ledger.started).toEqual(['garden: ada ben']);
  });

  it('sends off the next batch before it answers the last, so that the database does not wait for that', async () => {
    const ledger = new Ledger();
    const seen: number[] = [];
    await ledger.join('garden', 'ada');
    void ledger.group.join('garden', 'ben').then(() => seen.push(ledger.started.length));
    await ledger.join('garden', 'cy');
    await ledger.batches[0]!.commit();
    await ledger.join('garden', 'dot');
    await ledger.batches[1]!.commit();
    expect(seen).toEqual([3]);
  });

  it('answers only after the commit', async () => {
    const ledger = new Ledger();
    const answers = await ledger.join('garden', 'ada');
    await soon();
    expect(answers).toEqual([]);
    await ledger.batches[0]!.commit();
    expect(answers).toEqual(['ADA']);
  });

  it('collects what arrives during a commit into the next batch, in order of arrival', async () => {
    const ledger = new Ledger();
    const answers = await ledger.join('garden', 'ada', 'ben', 'cy');
    await ledger.join('garden', 'dot');
    await ledger.batches[0]!.commit();
    expect(ledger.started).toEqual(['garden: ada', 'garden: ben cy dot']);
    await ledger.batches[1]!.commit();
    expect(answers).toEqual(['ADA', 'BEN', 'CY']);
  });

  it('takes no more calls into a batch than its limit', async () => {
    const ledger = new Ledger({ batch: 2 });
    await ledger.join('garden', 'ada', 'ben', 'cy', 'dot');
    await ledger.batches[0]!.commit();
    await ledger.batches[1]!.commit();
    expect(ledger.started).toEqual(['garden: ada', 'garden: ben cy', 'garden: dot']);
  });

  it('keeps calls of one name apart: the later waits for the next batch, and nobody waits for it', async () => {
    const ledger = new Ledger({ batch: 3 }, { nameOf: (call) => call[0]! });
    ledger.joinAtOnce('garden', 'ada', 'amy', 'ann', 'ben', 'cy', 'dot');
    await soon();
    await ledger.batches[0]!.commit();
    await ledger.batches[1]!.commit();
    expect(ledger.started).toEqual(['garden: ada ben cy', 'garden: amy dot', 'garden: ann']);
  });

  it('starts again after a key has been idle', async () => {
    const ledger = new Ledger();
    await ledger.join('garden', 'ada');
    await ledger.batches[0]!.commit();
    await ledger.join('garden', 'ben');
    expect(ledger.started).toEqual(['garden: ada', 'garden: ben']);
  });
});

describe('a batch that only has to commit', () => {
  it('lets the next one begin, once', async () => {
    const ledger = new Ledger();
    const answers = await ledger.join('garden', 'ada', 'ben');
    ledger.batches[0]!.goOn();
    expect(ledger.started).toEqual(['garden: ada', 'garden: ben']);
    await ledger.join('garden', 'cy');
    ledger.batches[0]!.goOn();
    await ledger.batches[0]!.commit();
    expect([answers, ledger.started]).toEqual([['ADA'], ['garden: ada', 'garden: ben']]);
    await ledger.batches[1]!.commit();
    expect([answers, ledger.started.at(-1)]).toEqual([['ADA', 'BEN'], 'garden: cy']);
  });

  it('lets who comes then begin at once', async () => {
    const ledger = new Ledger();
    await ledger.join('garden', 'ada');
    ledger.batches[0]!.goOn();
    await ledger.join('garden', 'ben');
    expect(ledger.started).toEqual(['garden: ada', 'garden: ben']);
  });

  it('that fails after all is settled again call by call beside the next one', async () => {
    const ledger = new Ledger();
    await ledger.join('garden', 'first');
    const answers = await ledger.join('garden', 'ada', 'ben');
    await ledger.batches[0]!.commit();
    await ledger.join('garden', 'cy');
    ledger.batches[1]!.goOn();
    await ledger.batches[1]!.fail();
    expect(ledger.started.slice(1)).toEqual(['garden: ada ben', 'garden: cy', 'garden: ada']);
    await ledger.batches[3]!.commit();
    await ledger.batches[4]!.commit();
    expect(answers).toEqual(['ADA', 'BEN']);
  });

  it('still takes no more transactions than the limit', async () => {
    const ledger = new Ledger({ transactions: 1 });
    await ledger.join('garden', 'ada', 'ben');
    ledger.batches[0]!.goOn();
    await soon();
    expect(ledger.started).toEqual(['garden: ada']);
    await ledger.batches[0]!.commit();
    expect(ledger.started).toEqual(['garden: ada', 'garden: ben']);
  });
});

describe('a full queue', () => {
  it('refuses at once, over all keys, and does not count what is under way', async () => {
    const ledger = new Ledger({ waiting: 2 });
    await ledger.join('garden', 'ada', 'ben');
    await ledger.join('lecture', 'cy', 'dot');
    const refused = [await ledger.join('garden', 'eve'), await ledger.join('square', 'flo')];
    await soon();
    expect(refused).toEqual([['busy'], ['busy']]);
    expect(ledger.started).toEqual(['garden: ada', 'lecture: cy']);
  });

  it('takes calls again as soon as others have been settled', async () => {
    const ledger = new Ledger({ waiting: 1 });
    await ledger.join('garden', 'ada', 'ben');
    await ledger.batches[0]!.commit();
    const answers = await ledger.join('garden', 'cy');
    await ledger.batches[1]!.commit();
    await ledger.batches[2]!.commit();
    expect(answers).toEqual(['CY']);
  });
});

describe('a batch that hangs', () => {
  const LIMIT_MS = 200;

  it('does not keep who waits behind it for longer than the limit', async () => {
    const ledger = new Ledger({ wait: LIMIT_MS });
    const first = await ledger.join('garden', 'ada');
    const behind = await ledger.join('garden', 'ben', 'cy');
    await sleep(LIMIT_MS * 2);
    expect([first, behind]).toEqual([[], ['busy', 'busy']]);
    await ledger.batches[0]!.commit();
    expect(first).toEqual(['ADA']);
    expect(ledger.started).toEqual(['garden: ada']);
  });

  it('has who comes later refused at once, until it ends', async () => {
    const ledger = new Ledger({ wait: LIMIT_MS });
    await ledger.join('garden', 'ada');
    await sleep(LIMIT_MS * 2);
    const late = await ledger.join('garden', 'ben');
    const elsewhere = await ledger.join('lecture', 'ben');
    await soon();
    expect(late).toEqual(['busy']);
    await ledger.batches[0]!.commit();
    await ledger.batches[1]!.commit();
    const after = await ledger.join('garden', 'cy');
    await ledger.batches[2]!.commit();
    expect([elsewhere, after]).toEqual([['BEN'], ['CY']]);
  });

  it('has who waits for another key refused too, where no transaction is left', async () => {
    const ledger = new Ledger({ wait: LIMIT_MS, transactions: 1 });
    await ledger.join('garden', 'ada');
    const other = await ledger.join('lecture', 'ben');
    await sleep(LIMIT_MS * 2);
    await ledger.batches[0]!.commit();
    const after = await ledger.join('lecture', 'cy');
    await ledger.batches[1]!.commit();
    expect([other, after]).toEqual([['busy'], ['CY']]);
    expect(ledger.started).toEqual(['garden: ada', 'lecture: cy']);
  });
});

describe('a failing batch', () => {
  it('is settled again call by call, in order, so that the bad call fails alone', async () => {
    const ledger = new Ledger();
    await ledger.join('garden', 'first');
    const answers = await ledger.join('garden', 'ada', 'bad', 'cy');
    await ledger.batches[0]!.commit();
    await ledger.batches[1]!.fail();
    await ledger.batches[2]!.commit();
    await ledger.batches[3]!.fail(new Error('a bad call'));
    await ledger.batches[4]!.commit();
    expect(ledger.started.slice(1)).toEqual(['garden: ada bad cy', 'garden: ada', 'garden: bad', 'garden: cy']);
    expect(answers).toEqual(['ADA', 'a bad call', 'CY']);
  });

  it('is settled again only for the calls that bear it, and fails the others', async () => {
    const bears = (call: string, failure: unknown) => call !== 'ada' || (failure as Error).message === 'rolled back';
    const ledger = new Ledger({}, { bears });
    await ledger.join('garden', 'first');
    const answers = await ledger.join('garden', 'ada', 'ben');
    await ledger.batches[0]!.commit();
    await ledger.batches[1]!.fail(new Error('perhaps committed'));
    await ledger.batches[2]!.commit();
    expect(ledger.started.slice(1)).toEqual(['garden: ada ben', 'garden: ben']);
    expect(answers).toEqual(['perhaps committed', 'BEN']);
  });

  it('of one call is not tried again', async () => {
    const ledger = new Ledger();
    const answers = await ledger.join('garden', 'bad');
    await ledger.batches[0]!.fail(new Error('a bad call'));
    expect(answers).toEqual(['a bad call']);
    expect(ledger.batches).toHaveLength(1);
  });

  it('does not hold up the calls that came meanwhile', async () => {
    const ledger = new Ledger();
    await ledger.join('garden', 'bad');
    const answers = await ledger.join('garden', 'ada');
    await ledger.batches[0]!.fail();
    await ledger.batches[1]!.commit();
    expect(answers).toEqual(['ADA']);
  });

  it('is given up when patience ends: the rest is refused and may come again', async () => {
    const ledger = new Ledger({ patience: 0 });
    await ledger.join('garden', 'first');
    const answers = await ledger.join('garden', 'ada', 'ben');
    await ledger.batches[0]!.commit();
    await ledger.batches[1]!.fail();
    expect(answers).toEqual(['busy', 'busy']);
    const later = await ledger.join('garden', 'cy');
    await ledger.batches[2]!.commit();
    expect(later).toEqual(['CY']);
  });
});

describe('several keys', () => {
  it('run side by side up to the limit, and never two batches of one key at once', async () => {
    const ledger = new Ledger({ transactions: 2 });
    for (const key of ['garden', 'lecture', 'square']) await ledger.join(key, 'ada', 'ben');
    expect(ledger.started).toEqual(['garden: ada', 'lecture: ada']);
    await ledger.batches[1]!.commit();
    expect(ledger.started.slice(2)).toEqual(['square: ada ben']);
    await ledger.batches[2]!.commit();
    expect(ledger.started.slice(3)).toEqual(['lecture: ben']);
  });

  it('take turns: a busy one does not starve the others', async () => {
    const ledger = new Ledger({ transactions: 1, batch: 1 });
    await ledger.join('busy', 'a1', 'a2', 'a3');
    await ledger.join('quiet', 'b1');
    await ledger.join('other', 'c1');
    for (let turn = 0; turn < 5; turn++) await ledger.batches[turn]!.commit();
    expect(ledger.started).toEqual(['busy: a1', 'quiet: b1', 'other: c1', 'busy: a2', 'busy: a3']);
  });

  it('fail apart: one key in trouble takes nothing from another', async () => {
    const ledger = new Ledger();
    const wrong = await ledger.join('garden', 'ada');
    const right = await ledger.join('lecture', 'ada');
    await ledger.batches[0]!.fail();
    await ledger.batches[1]!.commit();
    expect([wrong, right]).toEqual([['rolled back'], ['ADA']]);
  });
});
