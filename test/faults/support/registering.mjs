/**
 * Registers people, each with an address of their own, from a process of its own and over bare sockets: whatever the
 * server does, this must not be what is slow. The one argument is what to do (`Load` in load.ts), the one line of
 * output is what came of it (`Outcome`).
 *
 * With a `rate` the loop is open: so many requests a second are sent whatever comes back, each on a connection where
 * nothing is under way, and if there is none on a new one. Without, each connection sends its next request after the
 * answer to the last.
 */
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const { url, sessionId, name, seconds, connections, rate, patience, answers: file } = JSON.parse(process.argv[2]);
const { hostname, port } = new URL(url);
const PACE_MS = 4;

// Elsewhere the load comes from other machines; here it must not take the processor from what it is put on.
setPriority(5);

/** The status that each request was answered with, by its number; 0 for none. */
const statuses = [];
const times = { confirmed: [], refused: [] };
const odd = { connectFailures: 0, brokenConnections: 0, badRefusals: 0 };
const retryAfter = {};
const now = { underWay: 0 };
const idle = [];
let open = 0;
let withoutConnection = 0;
let ended = false;

const started = performance.now();
await (rate ? openLoop() : closedLoop());
ended = true;
const end = performance.now();
while (now.underWay > 0 && performance.now() - end < patience) await sleep(20);
const drained = performance.now() - end;
if (file) writeFileSync(file, JSON.stringify(statuses));
process.stdout.write(`${JSON.stringify(outcome())}\n`);
process.exit(0);

async function openLoop() {
  let due = 0;
  for (let at = started; at - started < seconds * 1000; at = performance.now()) {
    for (const until = (rate * (at - started)) / 1000; due < until; due++) offer();
    await sleep(PACE_MS);
  }
}

async function closedLoop() {
  for (let count = 0; count < connections; count++) join().send();
  await sleep(seconds * 1000);
}

function offer() {
  const one = idle.pop() ?? (open < connections ? join() : undefined);
  if (one) one.send();
  else withoutConnection++;
}

function join() {
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  open++;
  let [number, sentAt, received] = [-1, 0, ''];
  const one = {
    send() {
      number = statuses.push(0) - 1;
      sentAt = performance.now();
      now.underWay++;
      socket.write(request(number));
    },
  };
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1');
    const answer = complete(received);
    if (!answer || number < 0) return;
    received = '';
    note(number, answer, performance.now() - sentAt);
    number = -1;
    now.underWay--;
    if (!rate && !ended) one.send();
    else idle.push(one);
  });
  socket.on('error', () => (socket.bytesRead === 0 ? odd.connectFailures++ : odd.brokenConnections++));
  socket.on('close', () => {
    open--;
    if (number >= 0) now.underWay--;
    const place = idle.indexOf(one);
    if (place >= 0) idle.splice(place, 1);
  });
  return one;
}

function request(number) {
  const email = `${name}-${number}@load.example.org`;
  const body = JSON.stringify({ sessionId, contact: { name: `Visitor ${number}`, email }, partySize: 1 });
  return `POST /api/v1/registrations HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** Every answer here says its length. */
function complete(text) {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end).toLowerCase();
  const length = Number(/\r\ncontent-length: (\d+)/.exec(head)?.[1] ?? 0);
  return text.length < end + 4 + length ? undefined : { head, body: text.slice(end + 4) };
}

function note(number, { head, body }, took) {
  const status = Number(head.slice(9, 12));
  statuses[number] = status;
  if (status === 201) times.confirmed.push(took);
  if (status !== 503) return;
  times.refused.push(took);
  const seconds = /\r\nretry-after: (\d+)/.exec(head)?.[1];
  retryAfter[seconds] = (retryAfter[seconds] ?? 0) + 1;
  const isProblem = head.includes('application/problem+json') && JSON.parse(body).code === 'busy';
  if (!isProblem || !seconds) odd.badRefusals++;
}

function outcome() {
  const counts = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  const elapsed = (end - started) / 1000;
  const figures = { drained, confirmedMs: quantiles(times.confirmed), refusedMs: quantiles(times.refused), retryAfter };
  const offered = statuses.length + withoutConnection;
  return { elapsed, offered, withoutConnection, counts, ...figures, ...odd };
}

function quantiles(all) {
  const sorted = Float64Array.from(all).sort();
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { half: at(0.5), most: at(0.99), all: at(1) };
}
