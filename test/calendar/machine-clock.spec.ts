import { calendarFile, cancellation, googleCalendarLink, invite, office365Link, outlookLink } from '#calendar';
import { spawnSync } from 'node:child_process';
import { between, lecture } from './entry.js';

const entries = [
  { ...lecture, sequence: 1 },
  { ...between('2026-10-24T22:30:00Z', '2026-10-25T00:30:00Z'), sequence: 1 },
  { ...between('2026-12-31T23:30:00Z', '2027-01-01T00:30:00Z', 'America/New_York'), sequence: 1 },
];

const PROGRAM = `const { readTypeScript } = await import('./test/support/typescript.mjs');
readTypeScript();
const lib = await import('#calendar');
const dates = (key, value) => (/(At|stamp)$/.test(key) ? new Date(value) : value);
const entries = JSON.parse(process.argv[1], dates);
const texts = entries.flatMap((entry) => JSON.parse(process.argv[2]).map((name) => lib[name](entry)));
console.log(JSON.stringify({ clock: new Date(entries[0].startsAt).getHours(), texts }));`;

const writers = { invite, cancellation, calendarFile, googleCalendarLink, outlookLink, office365Link };

/** What a process whose clock is in this zone writes, and the hour that it shows for 17:00 UTC. */
function writtenIn(zone: string): { clock: number; texts: string[] } {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', PROGRAM, JSON.stringify(entries), JSON.stringify(Object.keys(writers))],
    { encoding: 'utf8', env: { PATH: process.env.PATH, TZ: zone } },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { clock: number; texts: string[] };
}

it.each([
  ['UTC', 17],
  ['America/New_York', 13],
  ['Pacific/Apia', 6],
])('a machine whose clock is in %s writes the same', (zone, clock) => {
  const expected = entries.flatMap((entry) => Object.values(writers).map((write) => write(entry)));
  expect(writtenIn(zone)).toEqual({ clock, texts: expected });
});
