import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nextPerson } from '../support/test-app.js';
import { say } from './support/chance.js';
import { House } from './support/house.js';
import { expectPromisesKept } from './support/promises.js';
import { ask, Rush, type Told } from './support/rush.js';
import { UNNOTED } from './support/unnoted.js';

/** A small disk of our own, where this machine lets us have one: only root may mount. */
const disk = smallDisk();
const where = disk ? it : it.skip;

let house: House;
beforeAll(async () => {
  if (!disk) return;
  house = await House.open(join(disk, 'postgres'));
  await Promise.all([house.server(), house.worker()]);
}, 60_000);
afterAll(async () => {
  if (!disk) return;
  await house[Symbol.asyncDispose]();
  execFileSync('umount', [disk]);
  rmdirSync(disk);
});

where(
  'keeps every promise while the disk of the database is full, and goes on with room again (mounts a tmpfs)',
  async () => {
    const before = await house.session(1_000);
    const rush = await Rush.at(house, 500, 200);
    const room = fillUp(disk!);
    const refusal = await untilRefused(before);
    say(`a full disk is answered ${refusal.status} ${refusal.text.slice(0, 200)}`);
    expect([500, 503]).toContain(refusal.status);
    const running = rush.run(2_000);
    await sleep(3_000);
    room();
    say(`places are taken again ${await secondsUntilTaken(before)} s after there is room`);
    await running;
    say(`${rush.unanswered} requests were asked to come again`);
    await expectPromisesKept(house, rush, { repeats: UNNOTED });
  },
  120_000,
);

/** New people come until the last room within the files is used up. */
async function untilRefused(sessionId: string): Promise<Told> {
  for (let tries = 0; tries < 40; tries++) {
    const some = Array.from({ length: 25 }, () => ({ ...nextPerson(), partySize: 1 }));
    const answers = await Promise.all(some.map((party) => ask(house.servers[0]!, sessionId, party)));
    const refused = answers.find((told) => told && told.status !== 201);
    if (refused) return refused;
  }
  throw new Error('The disk is not full.');
}

/** Resolves with the seconds until somebody new gets a place. */
async function secondsUntilTaken(sessionId: string): Promise<string> {
  const start = performance.now();
  for (let tries = 0; tries < 300; tries++) {
    await startWhereItEnded();
    const told = await ask(house.servers[0]!, sessionId, { ...nextPerson(), partySize: 1 });
    if (told?.status === 201) return ((performance.now() - start) / 1000).toFixed(1);
  }
  throw new Error('No place can be taken.');
}

/** A PostgreSQL that cannot even write its log ends; whoever runs it starts it again, and here that is the test. */
async function startWhereItEnded(): Promise<void> {
  const ended = await Promise.race([house.postgres.ended.then(() => true), sleep(100, false)]);
  if (!ended) return;
  say('PostgreSQL had ended and is started again');
  await house.postgres.startAgain();
}

function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', folder], { stdio: 'ignore' });
    chmodSync(folder, 0o755);
    return folder;
  } catch {
    rmdirSync(folder);
    return undefined;
  }
}

/** Answers how to make room again. */
function fillUp(folder: string): () => void {
  const file = join(folder, 'ballast');
  const handle = openSync(file, 'w');
  for (const size of [1 << 20, 4096]) {
    try {
      for (;;) writeSync(handle, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(handle);
  return () => rmSync(file);
}
