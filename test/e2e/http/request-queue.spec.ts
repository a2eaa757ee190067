import { setTimeout as sleep } from 'node:timers/promises';
import { type QueueLimits, RequestQueue } from '../../../apps/server/src/http/request-queue.js';

const LIMITS: QueueLimits = { underWay: 2, waiting: 100, waitingBytes: 1000, expectedWait: 500, longestWait: 60_000 };

let queue: RequestQueue;
afterEach(() => queue.close());

function open(limits: Partial<QueueLimits> = {}): RequestQueue {
  queue = new RequestQueue({ ...LIMITS, ...limits });
  return queue;
}

/** Who comes, by number; what they hear is noted in the order in which they hear it. */
class Crowd {
  readonly entered: number[] = [];
  readonly refused: number[] = [];
  private readonly gone = new Set<number>();
  private count = 0;

  come(people: number, { bytes = 0, onEnter = () => {} }: { bytes?: number; onEnter?: () => void } = {}): void {
    for (let left = people; left > 0; left--) {
      const number = this.count++;
      const enter = () => {
        this.entered.push(number);
        onEnter();
      };
      queue.join({ bytes, enter, refuse: () => this.refused.push(number), isGone: () => this.gone.has(number) });
    }
  }

  goAway(number: number): void {
    this.gone.add(number);
  }
}

async function leave(count: number): Promise<void> {
  for (let left = count; left > 0; left--) queue.leave();
  await sleep(1);
}

describe('a queue of requests', () => {
  it('lets in at once as many as there is room for, and the rest in order as others leave', async () => {
    open();
    const crowd = new Crowd();
    crowd.come(4);
    expect(crowd.entered).toEqual([0, 1]);
    await leave(1);
    expect(crowd.entered).toEqual([0, 1, 2]);
    await leave(1);
    expect(crowd.entered).toEqual([0, 1, 2, 3]);
    expect([queue.underWay, queue.waiting]).toEqual([2, 0]);
  });

  it('lets nobody pass those who wait', async () => {
    open();
    const crowd = new Crowd();
    crowd.come(3);
    queue.leave();
    crowd.come(1); // there is room, but number 2 has not been called yet
    await sleep(1);
    expect(crowd.entered).toEqual([0, 1, 2]);
  });

  it('passes over those who have gone', async () => {
    open();
    const crowd = new Crowd();
    crowd.come(6);
    for (const number of [2, 3, 4]) crowd.goAway(number);
    await leave(1);
    await sleep(5);
    expect(crowd.entered).toEqual([0, 1, 5]);
    expect(crowd.refused).toEqual([]);
  });

  it('bears that everybody leaves at once', async () => {
    open({ underWay: 1, waiting: 100_000 });
    const crowd = new Crowd();
    crowd.come(1);
    crowd.come(20_000, { onEnter: () => queue.leave() });
    queue.leave();
    while (queue.waiting > 0) await sleep(5);
    expect(crowd.entered).toHaveLength(20_001);
  });

  it('refuses who finds a full line, by count or by bytes', async () => {
    open({ waiting: 2 });
    const crowd = new Crowd();
    crowd.come(5);
    expect(crowd.refused).toEqual([4]);
    queue.close();
    open();
    const heavy = new Crowd();
    heavy.come(5, { bytes: 600 });
    expect(heavy.refused).toEqual([4]);
    await leave(1);
    heavy.come(1, { bytes: 600 });
    expect(heavy.refused).toEqual([4]);
  });

  it('refuses who has waited too long, even if nobody leaves', async () => {
    open({ longestWait: 300 });
    const crowd = new Crowd();
    crowd.come(4);
    await sleep(1100);
    expect(crowd.refused).toEqual([2, 3]);
    expect(queue.waiting).toBe(0);
  });

  it('takes in a crowd whatever its size, and later only who can expect to be let in soon', async () => {
    open({ waiting: 10_000 });
    const crowd = new Crowd();
    crowd.come(1000);
    expect(crowd.refused).toEqual([]);
    // A hundred a second: five hundred milliseconds are fifty people.
    const served = setInterval(() => queue.leave(), 10);
    await sleep(3700);
    crowd.come(1);
    clearInterval(served);
    expect(crowd.refused).toEqual([1000]);
    expect(queue.waiting).toBeGreaterThan(500);
  });

  it('forgets how slow it was when the line has gone', async () => {
    open();
    const crowd = new Crowd();
    crowd.come(10);
    await sleep(3700);
    expect(queue.isTooLong).toBe(true);
    await leave(2);
    await leave(2);
    await leave(2);
    await leave(2);
    await sleep(600);
    expect(queue.isTooLong).toBe(false);
  });
});
