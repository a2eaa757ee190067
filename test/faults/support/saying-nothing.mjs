/**
 * Connects so many times (second argument) to a server (first) and says nothing. Says `connected` when all of them
 * are, and how many were ended by the server, and after how many seconds each, when none is left or 40 seconds are over.
 */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const [url, wanted] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const count = Number(wanted);
/** Connecting at once; a server's line of connections to accept is short. */
const AT_ONCE = 200;
const seconds = [];
const line = { begun: 0, connected: 0 };

for (; line.begun < count; line.begun++) {
  while (line.begun - line.connected > AT_ONCE) await sleep(1);
  hold();
}
while (line.connected < line.begun) await sleep(5);
process.stdout.write('connected\n');
for (let waited = 0; seconds.length < count && waited < 400; waited++) await sleep(100);
const [first, last] = [Math.min(...seconds), Math.max(...seconds)];
process.stdout.write(`${JSON.stringify({ all: seconds.length, first, last })}\n`);
process.exit(0);

function hold() {
  const socket = connect(Number(port), hostname);
  let since;
  socket.once('connect', () => {
    since = performance.now();
    line.connected++;
  });
  socket.on('error', () => {});
  socket.resume();
  socket.once('close', () => seconds.push(Math.round((performance.now() - since) / 100) / 10));
}
