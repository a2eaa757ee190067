import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { BUILT, type Program, SETTINGS, startProgram } from '../support/program.js';
import { nextPerson, TestApp } from '../support/test-app.js';
import { dice, peopleOf, poolsOf, registrationsOf } from './ledger.js';
import { connect, waitingForLocks } from './plain-clients.js';

interface Outcome {
  readonly status: number;
  readonly text: string;
}

let app: TestApp;
let hand: pg.Client;
let servers: Program[];
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  hand = await connect(app.databaseUrl);
  servers = await Promise.all([start(app.databaseUrl), start(app.databaseUrl)]);
}, 60_000);
afterAll(async () => {
  for (const server of servers) await server.kill();
  await hand.end();
  await app[Symbol.asyncDispose]();
});

it('keeps every promise when one of two servers is killed in the middle of its batch', async () => {
  const [doomed, other] = servers;
  const session = await app.make.session(await app.make.event(), { capacity: 300 });
  const roll = dice(1);
  const parties = Array.from({ length: 400 }, () => ({ ...nextPerson(), partySize: 1 + roll(3), key: randomUUID() }));
  const sendAll = (some: readonly Party[]) =>
    some.map((party, index) => send((index % 2 ? doomed : other)!.said, session.id, party));

  const early = await Promise.all(sendAll(parties.slice(0, 100)));
  await hand.query('BEGIN');
  await hand.query('SELECT FROM pools WHERE session_id = $1 FOR UPDATE', [session.id]);
  const late = sendAll(parties.slice(100));
  await waitingForLocks(hand, 2);
  doomed!.process.kill('SIGKILL');
  await Promise.all(late.filter((_, index) => index % 2 === 1));
  await hand.query('COMMIT');
  const first = [...early, ...(await Promise.all(late))];
  expect(first.filter((outcome) => outcome === undefined)).toHaveLength(150);
  const again = await Promise.all(parties.map((party) => send(other!.said, session.id, party)));

  for (const [index, outcome] of first.entries()) if (outcome) expect(again[index]).toEqual(outcome);
  expect(new Set(again.map((outcome) => outcome?.status))).toEqual(new Set([201, 409]));
  const told = parties.filter((_, index) => again[index]!.status === 201);
  const lines = await registrationsOf(app, session.id);
  expect(lines.map(({ email }) => email).sort()).toEqual(told.map(({ email }) => email).sort());
  expect(lines.every(({ seats, partySize, confirmations }) => seats === partySize && confirmations === 1)).toBe(true);
  expect(await poolsOf(app, session.id)).toMatchObject([{ taken: peopleOf(told), people: peopleOf(told) }]);
  expect(await app.faults()).toEqual([]);
}, 60_000);

type Party = ReturnType<typeof nextPerson> & { readonly partySize: number; readonly key: string };

/** The same request each time; undefined if the connection broke before there was an answer. */
async function send(
  url: string,
  sessionId: string,
  { name, email, partySize, key }: Party,
): Promise<Outcome | undefined> {
  const body = JSON.stringify({ sessionId, contact: { name, email }, partySize });
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  try {
    const response = await fetch(`${url}/api/v1/registrations`, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}

function start(databaseUrl: string): Promise<Program> {
  return startProgram('test/concurrency/server-process.mjs', {
    environment: { ...SETTINGS, DATABASE_URL: databaseUrl },
    ready: BUILT.server.ready,
    node: ['--conditions=source'],
  });
}
