import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { nextPerson } from '../../support/test-app.js';
import { pick, roll } from './chance.js';
import type { House } from './house.js';

export interface Told {
  readonly status: number;
  readonly text: string;
}

export interface Party {
  readonly name: string;
  readonly email: string;
  readonly partySize: number;
  readonly key: string;
}

const PATIENCE_MS = 90_000;
const REQUEST_MS = 40_000;

/** People who want places in one session, and what each was told; nobody is told anything by a 5xx. */
export class Rush {
  readonly told = new Map<Party, Told>();
  readonly parties: readonly Party[];
  /** How often somebody got no answer that says something. */
  unanswered = 0;

  constructor(
    private readonly servers: () => readonly string[],
    readonly sessionId: string,
    size: number,
  ) {
    this.parties = Array.from({ length: size }, () => ({
      ...nextPerson(),
      partySize: 1 + roll(3),
      key: randomUUID(),
    }));
  }

  /** Into a session of its own with that many places, by all servers of the house. */
  static async at(house: House, places: number, people: number): Promise<Rush> {
    return new Rush(() => house.servers, await house.session(places), people);
  }

  /** Everybody comes within that time, and sends again until there is an answer. */
  async run(milliseconds: number): Promise<void> {
    const moments = this.parties.map(() => roll(milliseconds));
    await Promise.all(
      this.parties.map(async (party, index) => {
        await sleep(moments[index]);
        this.told.set(party, await this.insist(party));
      }),
    );
  }

  /** Sends until there is an answer, each time to any of the servers. */
  async insist(party: Party): Promise<Told> {
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(200)) {
      const told = await this.askOnce(party);
      if (told) return told;
      this.unanswered++;
    }
    throw new Error(`${party.email} has no answer after ${PATIENCE_MS / 1000} seconds.`);
  }

  /** The same request each time; undefined for no answer, or for one that asks to come again. */
  async askOnce(party: Party, server = pick(this.servers())): Promise<Told | undefined> {
    const told = await ask(server, this.sessionId, party);
    return told && told.status < 500 && !told.text.includes('idempotency_key_in_use') ? told : undefined;
  }
}

/** Undefined if the connection broke before there was an answer. */
export async function ask(
  server: string,
  sessionId: string,
  { name, email, partySize, key }: Omit<Party, 'key'> & { readonly key?: string },
): Promise<Told | undefined> {
  const body = JSON.stringify({ sessionId, contact: { name, email }, partySize });
  const headers = { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) };
  const signal = AbortSignal.timeout(REQUEST_MS);
  try {
    const response = await fetch(`${server}/api/v1/registrations`, { method: 'POST', headers, body, signal });
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}

/** Resolves with the seconds until each of the servers has answered a reader of the database; throws after a minute. */
export async function secondsUntilServing(servers: readonly string[]): Promise<string> {
  const start = performance.now();
  await Promise.all(servers.map(untilReady));
  return ((performance.now() - start) / 1000).toFixed(1);
}

async function untilReady(server: string): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(50)) {
    const answer = await fetch(`${server}/health/ready`).catch(() => undefined);
    await answer?.text().catch(() => '');
    if (answer?.ok) return;
  }
  throw new Error(`${server} does not serve again.`);
}
