import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type KeepAliveSocket } from './keep-alive-socket.js';
import type { Outcome, Plan } from './plan.js';
import { requestsOf } from './requests.js';
import { Tally } from './tally.js';

/** When the next request is to be sent, by the clock of `performance`; undefined when there is none. */
type Turns = () => number | undefined;

/**
 * Closed loop: every client sends its next request as soon as it has its answer, so the server is
 * always asked by as many clients as there are connections. Only `within` sends by the clock.
 */
export async function carryOut(plan: Plan): Promise<Outcome> {
  const { servers, connections } = plan;
  const sockets = await Promise.all(
    Array.from({ length: connections }, (_, index) => connect(servers[index % servers.length]!)),
  );
  try {
    return plan.seconds === undefined ? await untilDone(plan, sockets) : await forSeconds(plan, sockets);
  } finally {
    for (const socket of sockets) socket.close();
  }
}

async function untilDone(plan: Plan, sockets: readonly KeepAliveSocket[]): Promise<Outcome> {
  const { requests = 0, within } = plan;
  const start = performance.now();
  let number = 0;
  const tally = new Tally();
  await ask(plan, sockets, tally, () => {
    if (number === requests) return undefined;
    const due = start + ((within ?? 0) * 1000 * number++) / requests;
    return within === undefined ? performance.now() : due;
  });
  return tally.outcome();
}

async function forSeconds(plan: Plan, sockets: readonly KeepAliveSocket[]): Promise<Outcome> {
  let over = false;
  const tally = new Tally();
  const asked = ask(plan, sockets, tally, () => (over ? undefined : performance.now()));
  await sleep((plan.warmUp ?? 0) * 1000);
  tally.reset();
  await sleep(plan.seconds! * 1000);
  const outcome = tally.outcome();
  over = true;
  await asked;
  return outcome;
}

/** A client whose connection breaks goes away; the others go on. */
async function ask(plan: Plan, sockets: readonly KeepAliveSocket[], tally: Tally, turns: Turns): Promise<void> {
  const next = requestsOf(plan.ask, new URL(plan.servers[0]!).host);
  const client = async (socket: KeepAliveSocket) => {
    for (let due = turns(); due !== undefined; due = turns()) {
      const early = due - performance.now();
      if (early > 0) await sleep(early);
      const { text, people } = next();
      const answer = await socket.ask(text);
      tally.add(answer, people, performance.now() - due);
      if (answer.status === 0) return;
    }
  };
  await Promise.all(sockets.map(client));
}
