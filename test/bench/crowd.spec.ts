import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { carryOut } from './crowd.js';
import type { Ask } from './plan.js';
import { only } from './report.js';

interface Asked {
  /** How many were asked before. */
  readonly number: number;
  readonly body: string;
}

/** A server whose answers are known: only then can be told whether they are counted rightly. */
async function serverThat(reply: (asked: Asked, response: ServerResponse) => unknown) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (text: Buffer) => (body += text.toString()));
    request.on('end', () => {
      const one = { number: asked.length, body };
      asked.push(one);
      reply(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, status: number, body = '{}'): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body) }).end(body);
}

const reading: Ask = { kind: 'get', path: '/' };
const registering: Ask = { kind: 'register', path: '/', sessionIds: ['one', 'two'], largestParty: 4 };

describe('the crowd of a measurement', () => {
  it('counts every answer by its status, and every refusal by its code', async () => {
    await using server = await serverThat(({ number }, response) =>
      number % 4 === 0 ? answer(response, 409, '{"status":409,"code":"session_full"}') : answer(response, 201),
    );
    const outcome = await carryOut({ servers: [server.url], connections: 5, ask: registering, requests: 100 });
    expect(outcome).toMatchObject({ statuses: { 201: 75, 409: 25 }, refusals: { session_full: 25 } });
    expect(server.asked).toHaveLength(100);
    expect(() => only([201], outcome)).toThrow('"session_full":25');
  });

  it('sends another person each time, and counts those who got in and the smallest party that did not', async () => {
    await using server = await serverThat(({ body }, response) =>
      answer(response, (JSON.parse(body) as { partySize: number }).partySize >= 3 ? 409 : 201),
    );
    const outcome = await carryOut({ servers: [server.url], connections: 3, ask: registering, requests: 40 });
    expect(outcome).toMatchObject({ people: 10 * 1 + 10 * 2, smallestRefused: 3, statuses: { 201: 20, 409: 20 } });
    const bodies = server.asked.map(({ body }) => JSON.parse(body) as { contact: { email: string } });
    expect(new Set(bodies.map(({ contact }) => contact.email)).size).toBe(40);
  });

  it('counts a connection that breaks as 0, and goes on with the others', async () => {
    await using server = await serverThat(({ number }, response) =>
      number === 2 ? response.socket!.destroy() : answer(response, 200),
    );
    const outcome = await carryOut({ servers: [server.url], connections: 4, ask: reading, requests: 40 });
    expect(outcome.statuses).toEqual({ 0: 1, 200: 39 });
  });

  it('comes to an end where every connection breaks', async () => {
    await using server = await serverThat((_, response) => response.socket!.destroy());
    const outcome = await carryOut({ servers: [server.url], connections: 4, ask: reading, seconds: 1 });
    expect(outcome.statuses).toEqual({ 0: 4 });
  });

  it('measures the rate and the time that a slow server has', async () => {
    await using server = await serverThat(async (_, response) => {
      await sleep(40);
      answer(response, 200);
    });
    const plan = { servers: [server.url], connections: 4, warmUp: 0.1, seconds: 0.5 };
    const { rate, seconds, p50, statuses } = await carryOut({ ...plan, ask: reading });
    expect(p50).toBeGreaterThanOrEqual(39);
    // Four at once, 40 ms each: never more than a hundred a second.
    expect(rate).toBeLessThanOrEqual(110);
    expect(statuses[200]).toBeLessThan(server.asked.length);
    expect(seconds).toBeGreaterThanOrEqual(0.499);
    expect(rate).toBeCloseTo(statuses[200]! / seconds);
  });

  it('counts standing in line as waiting where people come by the clock', async () => {
    await using server = await serverThat(async (_, response) => {
      await sleep(20);
      answer(response, 200);
    });
    const plan = { servers: [server.url], connections: 1, ask: reading, requests: 20 };
    const byTheClock = await carryOut({ ...plan, within: 0.1 });
    // Twenty answers of 20 ms, one after the other; the last one came after less than 100 ms.
    expect(byTheClock.slowest).toBeGreaterThan(280);
    expect(byTheClock.seconds).toBeGreaterThan(0.38);
  });

  it('spreads its connections over the servers and mixes its requests', async () => {
    await using one = await serverThat((_, response) => answer(response, 200));
    await using other = await serverThat((_, response) => answer(response, 200));
    const servers = [one, other];
    const ask: Ask = { kind: 'mix', asks: [reading, registering] };
    const outcome = await carryOut({ servers: servers.map(({ url }) => url), connections: 2, ask, requests: 100 });
    expect(outcome.statuses).toEqual({ 200: 100 });
    const bodies = servers.flatMap(({ asked }) => asked.map(({ body }) => body));
    expect(bodies.filter((body) => body === '')).toHaveLength(50);
    for (const { asked } of servers) expect(asked.length).toBeGreaterThan(0);
  });

  it('understands an answer that comes in pieces, and one that has no body', async () => {
    await using server = await serverThat(async ({ number }, response) => {
      if (number % 2 === 0) return response.writeHead(304).end();
      response.writeHead(409, { 'content-length': 23 }).write('{"code":');
      await sleep(5);
      response.end('"session_full"}');
    });
    const outcome = await carryOut({ servers: [server.url], connections: 1, ask: reading, requests: 6 });
    expect(outcome).toMatchObject({ statuses: { 304: 3, 409: 3 }, refusals: { session_full: 3 } });
  });
});
