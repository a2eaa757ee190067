import { spawnSync } from 'node:child_process';
import { allThatIsWritten } from './all-that-is-written.js';
import { linesOf } from './entry.js';

const PROGRAM = `const { readTypeScript } = await import('./test/support/typescript.mjs');
readTypeScript();
const { allThatIsWritten } = await import('./test/calendar/all-that-is-written.js');
console.log(JSON.stringify({ clock: new Date('2026-07-01T17:00:00Z').getHours(), texts: allThatIsWritten() }));`;

/** What a process whose clock is in this zone writes, and the hour that it shows for 17:00 UTC. */
function writtenIn(zone: string): { clock: number; texts: Record<string, string> } {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    ...{ encoding: 'utf8', env: { PATH: process.env.PATH, TZ: zone } },
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { clock: number; texts: Record<string, string> };
}

it.each([
  ['UTC', 17],
  ['America/New_York', 13],
  ['Pacific/Apia', 6],
])(
  'a machine whose clock is in %s writes every calendar, feed and mail the same',
  (zone, clock) => {
    expect(writtenIn(zone)).toEqual({ clock, texts: allThatIsWritten() });
  },
  60_000,
);

it('and what it writes are the hours of the venue', () => {
  const texts = allThatIsWritten();
  expect(linesOf(texts['invite: a summer evening']!, 'DTSTART')).toEqual([
    'DTSTART;TZID=Europe/London:20260701T180000',
  ]);
  expect(texts['feed']).toContain('DTSTART;TZID=Europe/London:20260701T180000');
  expect(texts['feed']).toContain('DTSTART:20261024T223000Z');
  expect(texts['feed']).toContain('DTSTART;TZID=America/New_York:20261231T183000');
  expect(texts['confirmation: garden']).toContain('Saturday 12 June 2027, 10:30');
  expect(texts['noted decline: memorial']).toContain('Tuesday 6 July 2027, 18:30');
});
