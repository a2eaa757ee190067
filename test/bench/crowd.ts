import { randomBytes } from 'node:crypto';
import { createHistogram, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type KeepAliveSocket } from './keep-alive-socket.js';
import type { Ask, Outcome, Plan } from './plan.js';

interface Request {
  readonly text: string;
  readonly people: number;
}

/**
 * Closed loop: every client sends its next request as soon as it has its answer, so the server is
 * always asked by as many clients as there are connections.
 */
export async function carryOut({ servers, connections, ask, ...length }: Plan): Promise<Outcome> {
  const next = requestsOf(ask, new URL(servers[0]!).host);
  const sockets = await Promise.all(
    Array.from({ length: connections }, (_, index) => connect(servers[index % servers.length]!)),
  );
  const tally = new Tally();
  let left = length.requests ?? Infinity;
  const over = new AbortController();
  const client = async (socket: KeepAliveSocket) => {
    while (!over.signal.aborted && left-- > 0) {
      const request = next();
      const start = performance.now();
      tally.add(await socket.ask(request.text), request.people, performance.now() - start);
    }
  };
  const clients = sockets.map(client);
  if (length.seconds !== undefined) {
    await sleep((length.warmUp ?? 0) * 1000);
    tally.reset();
    await sleep(length.seconds * 1000);
    over.abort();
    const outcome = tally.outcome();
    await Promise.all(clients);
    for (const socket of sockets) socket.close();
    return outcome;
  }
  await Promise.all(clients);
  for (const socket of sockets) socket.close();
  return tally.outcome();
}

class Tally {
  private readonly micros = createHistogram();
  private statuses: Record<number, number> = {};
  private people = 0;
  private start = performance.now();

  add(status: number, people: number, ms: number): void {
    this.micros.record(Math.max(1, Math.round(ms * 1000)));
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (status === 201) this.people += people;
  }

  reset(): void {
    this.micros.reset();
    this.statuses = {};
    this.people = 0;
    this.start = performance.now();
  }

  outcome(): Outcome {
    const seconds = (performance.now() - this.start) / 1000;
    return {
      rate: this.micros.count / seconds,
      seconds,
      statuses: this.statuses,
      p50: this.micros.percentile(50) / 1000,
      p99: this.micros.percentile(99) / 1000,
      slowest: this.micros.max / 1000,
      people: this.people,
    };
  }
}

function requestsOf(ask: Ask, host: string): () => Request {
  if (ask.kind === 'get') {
    const headers = Object.entries(ask.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
    const text = `GET ${ask.path} HTTP/1.1\r\nhost: ${host}\r\n${headers.join('')}\r\n`;
    return () => ({ text, people: 0 });
  }
  const crowd = randomBytes(4).toString('hex');
  const head = `POST ${ask.path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: `;
  let number = 0;
  return () => {
    number++;
    const people = 1 + (number % ask.largestParty);
    const sessionId = ask.sessionIds[number % ask.sessionIds.length];
    const contact = { name: `Visitor ${number}`, email: `visitor-${crowd}-${number}@example.org` };
    const body = JSON.stringify({ sessionId, contact, partySize: people });
    return { text: `${head}${body.length}\r\n\r\n${body}`, people };
  };
}
