import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Session } from '#programme';
import { calendarIn, deliver } from '../../support/delivery.js';
import { Holder } from '../../support/holder.js';
import { describeWith } from '../../support/installed.js';
import { TestApp } from '../../support/test-app.js';

/** What people write into names and titles, and what has broken calendars. */
const TITLE = 'Orchids, ferns; \\ café 🌺 “Herbs" & roses';
const NAME = 'Ann "Annie" O’Hara; Jane: x, y';

// A summer to come, and the night after it in which the clocks go back; the feed shows 550 days ahead.
const today = new Date();
const year = today.getUTCFullYear() + (today.getUTCMonth() < 5 ? 0 : 1);
const at = (time: string) => new Date(`${year}-${time}:00Z`);
const lastSunday = 31 - at('10-31T00:30').getUTCDay();

let app: TestApp;
let folder: string;
let session: Session;
/** Files that the running system has really made. */
let files: string[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-judges-'));
  app = await TestApp.start({ REPLY_ADDRESS: 'rsvp@events.example.org' }, { works: false });
  const event = await app.make.event({ title: TITLE });
  session = await app.make.session(event, { startsAt: at('06-12T09:30'), endsAt: at('06-12T10:30') });
  const other = await app.make.session(event, { startsAt: at(`10-${lastSunday}T00:30`) });
  const holder = await Holder.in(app, session.id, { name: NAME, partySize: 2 });
  const made: Record<string, string> = {};
  const mailed = async (name: string) => {
    for (const mail of await deliver(app, holder.id)) made[name] = calendarIn(mail)!;
  };
  await mailed('invite');
  await holder.move(other.id);
  await mailed('change');
  await holder.move(session.id);
  await mailed('back');
  made['file'] = (await app.get(new URL(holder.calendarUrl).pathname)).text;
  await holder.cancel();
  await mailed('cancel');
  made['feed'] = (await app.get('/calendar/all.ics')).text;
  files = Object.entries(made).map(([name, text]) => {
    const path = join(folder, `${name}.ics`);
    writeFileSync(path, text);
    return path;
  });
}, 60_000);
afterAll(async () => {
  await app?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Not synchronously: the server that one of them asks is in this process. */
async function run(
  program: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<string> {
  const env = { ...process.env, HOME: folder, LANG: 'C.UTF-8', ...environment };
  const { stdout } = await promisify(execFile)(program, [...args], { env, timeout: 60_000 });
  return stdout;
}
/** Answers a line for each file that has something wrong. */
const python = (script: string) => run('/usr/bin/python3', ['-c', `import sys\n${script}`, ...files]);

it('are files of every kind', () => {
  expect(files).toHaveLength(6);
});

describeWith('python3:icalendar', 'icalendar', () => {
  it('reads every file without an error', async () => {
    const script = `
from icalendar import Calendar
for path in sys.argv[1:]:
    calendar = Calendar.from_ical(open(path, 'rb').read())
    for component in calendar.walk():
        for error in component.errors:
            print(path, component.name, error)
`;
    expect(await python(script)).toBe('');
  });

  it('sees the times of the house in the invite, and the title as it is', async () => {
    const script = `
from icalendar import Calendar
from datetime import timezone
event = Calendar.from_ical(open(sys.argv[1], 'rb').read()).walk('VEVENT')[0]
print(event.decoded('dtstart').astimezone(timezone.utc).isoformat(), str(event['summary']))
`;
    expect((await python(script)).trim()).toBe(`${year}-06-12T09:30:00+00:00 ${TITLE}`);
  });
});

describeWith('python3:vobject', 'vobject', () => {
  it('finds every file valid', async () => {
    const script = `
import vobject
for path in sys.argv[1:]:
    for calendar in vobject.readComponents(open(path, encoding='utf-8', newline='').read()):
        try:
            calendar.validate(raiseException=True)
        except Exception as error:
            print(path, repr(error))
`;
    expect(await python(script)).toBe('');
  });
});

describeWith('python3:ctypes; ctypes.CDLL("libical.so.3")', 'libical', () => {
  it('finds that every file keeps what its method demands (RFC 5546)', async () => {
    const script = `
import ctypes
from ctypes import c_char_p, c_int, c_void_p
libical = ctypes.CDLL('libical.so.3')
libical.icalparser_parse_string.restype = c_void_p
libical.icalparser_parse_string.argtypes = [c_char_p]
libical.icalrestriction_check.argtypes = [c_void_p]
libical.icalcomponent_count_errors.argtypes = [c_void_p]
libical.icalcomponent_as_ical_string.restype = c_char_p
libical.icalcomponent_as_ical_string.argtypes = [c_void_p]
for path in sys.argv[1:]:
    calendar = libical.icalparser_parse_string(open(path, 'rb').read())
    kept = calendar and libical.icalrestriction_check(calendar)
    errors = libical.icalcomponent_count_errors(calendar) if calendar else -1
    if not kept or errors:
        text = libical.icalcomponent_as_ical_string(calendar).decode() if calendar else ''
        print(path, kept, errors, [line for line in text.split('\\r\\n') if 'ERROR' in line])
`;
    expect(await python(script)).toBe('');
  });
});

describeWith('khal', 'khal', () => {
  it.each(['UTC', 'America/New_York', 'Pacific/Apia'])(
    'shows the invite at its time, on a machine in %s',
    async (zone) => {
      const home = mkdtempSync(join(folder, 'khal-'));
      mkdirSync(join(home, 'calendar'));
      const config = join(home, 'config');
      writeFileSync(
        config,
        `[calendars]\n[[guest]]\npath = ${join(home, 'calendar')}\n[locale]\nlocal_timezone = Europe/London\ndefault_timezone = Europe/London\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = ${join(home, 'khal.db')}\n[default]\ndefault_calendar = guest\n`,
      );
      const khal = (...args: string[]) => run('khal', ['-c', config, ...args], { TZ: zone, XDG_DATA_HOME: home });
      await khal('import', '--batch', '-a', 'guest', join(folder, 'invite.ics'));
      expect(await khal('list', `${year}-06-12`, '1d')).toContain('10:30-11:30 Orchids, ferns; \\ café 🌺');
    },
  );
});

describeWith('vdirsyncer', 'vdirsyncer', () => {
  it('subscribes to the feed', async () => {
    const home = mkdtempSync(join(folder, 'vdirsyncer-'));
    const config = join(home, 'config');
    writeFileSync(
      config,
      `[general]\nstatus_path = "${home}/status/"\n[pair house]\na = "feed"\nb = "here"\ncollections = null\n[storage feed]\ntype = "http"\nurl = "${app.url}/calendar/all.ics"\n[storage here]\ntype = "filesystem"\npath = "${home}/here/"\nfileext = ".ics"\n`,
    );
    mkdirSync(join(home, 'here'));
    await run('vdirsyncer', ['-c', config, 'discover']);
    await run('vdirsyncer', ['-c', config, 'sync']);
    const items = readdirSync(join(home, 'here')).map((name) => readFileSync(join(home, 'here', name), 'utf8'));
    expect(items).toHaveLength(2);
    expect(items.join('')).toContain('Orchids\\, ferns\\; ');
  });
});
