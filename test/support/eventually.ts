import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again for a while: some things take their time. */
export async function eventually<T>(read: () => Promise<T>, expected: T, seconds = 20): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    if (JSON.stringify(await read()) === JSON.stringify(expected)) return;
    await sleep(50);
  }
  expect(await read()).toEqual(expected);
}
