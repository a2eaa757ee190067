import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { SETTINGS } from '../../support/program.js';
import type { House } from './house.js';
import { type Rush, secondsUntilServing } from './rush.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MAILING_MS = 90_000;

export interface Allowance {
  /** Mails whose try may have been cut off after the mail server took them: those may come again, the same. */
  readonly repeats?: number;
}

interface Line {
  readonly email: string;
  readonly party_size: number;
  readonly seats: number;
}

/** Proves after a fault that everything that was promised to the people of the rush has been kept. */
export async function expectPromisesKept(house: House, rush: Rush, { repeats = 0 }: Allowance = {}): Promise<void> {
  await everyProcessLives(house);
  await everyAnswerStands(rush);
  await everyPlaceIsCounted(house, rush);
  await everyConfirmationIsMailed(house, rush, repeats);
  expect(await check(house)).toBe('Everything adds up.');
}

async function everyProcessLives(house: House): Promise<void> {
  await secondsUntilServing(house.servers);
  const ended = house.survivors.filter(({ process }) => process.exitCode !== null || process.signalCode !== null);
  expect(ended.map(({ output }) => output())).toEqual([]);
}

/** The same key gets the same answer, now and at every server; who is asked to come again has had none. */
async function everyAnswerStands(rush: Rush): Promise<void> {
  const again = await Promise.all(rush.parties.map((party) => rush.insist(party)));
  for (const [index, party] of rush.parties.entries()) expect(again[index]).toEqual(rush.told.get(party));
}

async function everyPlaceIsCounted(house: House, rush: Rush): Promise<void> {
  const lines = await house.query<Line>(
    `SELECT r.contact_email AS email, r.party_size,
            jsonb_array_length(r.places) AS seats
     FROM registrations r WHERE r.session_id = $1 AND r.state <> 'cancelled' ORDER BY 1`,
    [rush.sessionId],
  );
  const promised = confirmed(rush).map(({ email, partySize }) => ({ email, party_size: partySize, seats: partySize }));
  expect(lines).toEqual(promised.toSorted((a, b) => (a.email < b.email ? -1 : 1)));
  const others = [...rush.told.values()].filter(({ status }) => status !== 201);
  expect(others.filter(({ status, text }) => status !== 409 || !text.includes('"session_full"'))).toEqual([]);
}

/** One mail for each who was confirmed and for nobody else; a second only of the same, where its answer was lost. */
async function everyConfirmationIsMailed(house: House, rush: Rush, repeats: number): Promise<void> {
  const expected = confirmed(rush).map(({ email }) => email);
  await untilMailed(house, rush.sessionId);
  const known = new Set(rush.parties.map(({ email }) => email));
  const taken = house.post.taken.filter(({ to }) => known.has(to));
  expect([...new Set(taken.map(({ to }) => to))].sort()).toEqual(expected.sort());
  expect(new Set(taken.map(({ messageId }) => messageId)).size).toBe(expected.length);
  expect(taken.length - expected.length).toBeLessThanOrEqual(repeats);
}

async function untilMailed(house: House, sessionId: string): Promise<void> {
  let left: { count: number }[] = [];
  for (const end = performance.now() + MAILING_MS; performance.now() < end; await sleep(200)) {
    left = await house.query(
      `SELECT count(*)::int FROM messages m JOIN registrations r ON r.id = m.registration_id
       WHERE r.session_id = $1 AND m.state <> 'sent'`,
      [sessionId],
    );
    if (left[0]!.count === 0) return;
  }
  throw new Error(`${left[0]!.count} confirmations have not been mailed.`);
}

function confirmed(rush: Rush) {
  return rush.parties.filter((party) => rush.told.get(party)?.status === 201);
}

/** What `npm run gatehouse -- check` says. */
async function check(house: House): Promise<string> {
  const command = ['dist/apps/standalone/src/gatehouse.js', 'check'];
  const environment = { ...SETTINGS, PATH: process.env['PATH'], DATABASE_URL: house.databaseUrl };
  const child = spawn(process.execPath, command, { cwd: ROOT, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  await once(child, 'close');
  return said.trim();
}
