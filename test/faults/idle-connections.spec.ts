import { eventually } from '../support/eventually.js';
import { startProgram } from '../support/program.js';
import {
  descriptorsOf,
  fileLimit,
  type BesiegedServer,
  leftBeyond,
  memoryOf,
  besiege,
  report,
} from './support/besieged-server.js';
import { register } from './support/load.js';

/** What the server needs besides: its own files, its database, those who do something. */
const OTHERS = 300;
const WANTED = 10_000;

let house: BesiegedServer;
beforeAll(async () => {
  house = await besiege();
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

it('serves others while ten thousand connections say nothing, and ends those in time', async () => {
  const count = Math.min(WANTED, fileLimit() - OTHERS);
  const load = { url: house.url, sessionId: house.session.id, patience: 5000, seconds: 3, connections: 4 };
  const before = await register({ ...load, name: 'before' });
  const [memory, descriptors] = [memoryOf(house), descriptorsOf(house)];

  const idle = await startProgram('test/faults/support/saying-nothing.mjs', {
    args: [house.url, String(count)],
    environment: {},
    ready: /(connected)/,
  });
  // The system makes connections before the server knows of them.
  await eventually(async () => descriptorsOf(house) - descriptors >= count * 0.99, true);
  const held = descriptorsOf(house) - descriptors;
  const kilobytes = ((memoryOf(house) - memory) * 1024) / held;
  const others = await register({ ...load, name: 'others' });
  const ended = await new Promise<string>((resolve) => {
    idle.process.once('close', () => resolve(/\{.*\}/.exec(idle.output())![0]));
  });

  report('connections that say nothing', { wanted: WANTED, count, held, kilobytes: Math.round(kilobytes) });
  report('milliseconds for others', { before: before.confirmedMs, beside: others.confirmedMs });
  report('seconds until they were ended', JSON.parse(ended) as Record<string, number>);
  expect(held).toBeGreaterThanOrEqual(count * 0.99);
  expect(kilobytes).toBeLessThan(64);
  expect(Object.keys(others.counts)).toEqual(['201']);
  expect(others.confirmedMs.half).toBeLessThan(before.confirmedMs.half * 5 + 50);
  const { all, first, last } = JSON.parse(ended) as Record<'all' | 'first' | 'last', number>;
  expect(all).toBe(count);
  expect(first).toBeGreaterThan(9);
  expect(last).toBeLessThan(25);
  expect(await leftBeyond(descriptors, house, 5)).toBeLessThan(50);
}, 60_000);
