import { strictFaults } from '#calendar';
import type { Event } from '#programme';
import { linesOf } from '../../calendar/entry.js';
import { calendarIn, deliver } from '../../support/delivery.js';
import { Holder } from '../../support/holder.js';
import type { CaughtMail } from '../../support/mail-sink.js';
import { Team } from '../../support/team.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
let team: Team;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({ REPLY_ADDRESS: 'rsvp@events.example.org' }, { works: false });
  team = await Team.as(app);
  event = await app.make.event({ venue: { safeNumber: 5000 } });
});
afterAll(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

/** What a calendar goes by in the one mail that is sent now. */
async function entryOf(holder: Holder) {
  const [mail, ...others] = await deliver(app, holder.id);
  expect(others).toEqual([]);
  return entryIn(mail!);
}
function entryIn(mail: CaughtMail) {
  const calendar = calendarIn(mail)!;
  expect(strictFaults(calendar)).toEqual([]);
  const [uid, sequence, stamp, organizer, description] = [
    ...['UID', 'SEQUENCE', 'DTSTAMP', 'ORGANIZER', 'DESCRIPTION'].map((name) => linesOf(calendar, name)[0]!),
  ];
  const guests = linesOf(calendar, 'ATTENDEE').map((line) => /mailto:(.*)$/.exec(line)![1]);
  return {
    calendar,
    uid,
    sequence,
    stamp,
    organizer,
    description,
    guests,
    method: /^METHOD:(.*)\r$/m.exec(calendar)![1],
  };
}
const session = (change = {}) => app.make.session(event, { capacity: 400, ...change });
const FOUR = [{ name: 'Tom Elder', accessNeeds: 'A ramp.' }, { name: 'May Rowan' }, { name: 'Hazel Oak' }];

it('three times on one day are three mails with three entries and three addresses to answer to', async () => {
  const { email } = nextPerson();
  const entries = [];
  for (const _ of [1, 2, 3]) entries.push(await entryOf(await Holder.in(app, (await session()).id, { email })));
  expect(new Set(entries.map(({ uid }) => uid)).size).toBe(3);
  expect(new Set(entries.map(({ organizer }) => organizer)).size).toBe(3);
  for (const { organizer } of entries) expect(organizer).toMatch(/mailto:rsvp\+\w{8,}@events\.example\.org$/);
  for (const { calendar } of entries) expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(1);
});

it('a party of four is one entry for who took the places, and says how many, but not who', async () => {
  const { email } = nextPerson();
  const holder = await Holder.in(app, (await session()).id, { name: 'Ada Birch', email, partySize: 4, guests: FOUR });
  const before = await entryOf(holder);
  expect([before.guests, before.sequence]).toEqual([[email], 'SEQUENCE:0']);
  expect(before.description).toContain('4 places');
  await holder.cancel({ places: 1 });
  const after = await entryOf(holder);
  expect([after.method, after.uid, after.sequence]).toEqual(['REQUEST', before.uid, 'SEQUENCE:1']);
  expect(after.description).toContain('3 places');
  for (const { calendar } of [before, after])
    expect(calendar.replaceAll('\r\n ', '')).not.toMatch(/Tom Elder|May Rowan|Hazel Oak|A ramp/);
});

it('places given up and taken anew are another entry, with another address to answer to, that begins at nought', async () => {
  const { id } = await session();
  const { email } = nextPerson();
  const first = await Holder.in(app, id, { email });
  const invited = await entryOf(first);
  await first.cancel();
  expect(await entryOf(first)).toMatchObject({ method: 'CANCEL', uid: invited.uid, sequence: 'SEQUENCE:1' });
  const anew = await entryOf(await Holder.in(app, id, { email }));
  expect([anew.method, anew.sequence]).toEqual(['REQUEST', 'SEQUENCE:0']);
  expect(anew.uid).not.toBe(invited.uid);
  expect(anew.organizer).not.toBe(invited.organizer);
});

it('a person who gives up is alone in being told', async () => {
  const { id } = await session();
  const [ada, tom] = [await Holder.in(app, id), await Holder.in(app, id)];
  for (const holder of [ada, tom]) await entryOf(holder);
  await ada.cancel();
  expect(await entryOf(ada)).toMatchObject({ method: 'CANCEL' });
  expect(await deliver(app, tom.id)).toEqual([]);
});

describe('two hundred guests of one session', () => {
  let holders: readonly { readonly holder: Holder; readonly email: string }[];
  let invited: CaughtMail[];
  let moved: CaughtMail[];
  beforeAll(async () => {
    const { id, startsAt, endsAt } = await session();
    holders = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const { email } = nextPerson();
        return { email, holder: await Holder.in(app, id, { email }) };
      }),
    );
    invited = await everyMail();
    const later = (instant: Date) => new Date(instant.getTime() + 3_600_000).toISOString();
    const times = { startsAt: later(startsAt), endsAt: later(endsAt) };
    const answer = await team.post(`sessions/${id}/reschedule`, { ...times, reason: 'Rain.', reaches: 200 });
    expect(answer.status).toBe(200);
    moved = await everyMail();
  }, 180_000);

  async function everyMail(): Promise<CaughtMail[]> {
    const mails = [];
    for (const { holder } of holders) mails.push(...(await deliver(app, holder.id)));
    return mails;
  }

  it('get a mail each, and no mail holds another guest’s address', () => {
    const addresses = holders.map(({ email }) => email);
    for (const mails of [invited, moved]) {
      expect(mails.map(({ to }) => to)).toEqual(addresses.map((address) => [address]));
      for (const [index, mail] of mails.entries()) {
        const everything = `${mail.raw}\n${mail.parsed.text}\n${String(mail.parsed.html)}\n${calendarIn(mail)}`;
        expect(new Set(everything.match(/visitor-\d+@example\.org/g))).toEqual(new Set([addresses[index]]));
        expect(entryIn(mail).guests).toEqual([addresses[index]]);
      }
    }
  });

  it('get one update each when it is moved: the same UID, the next SEQUENCE, a newer stamp', () => {
    for (const [index, mail] of moved.entries()) {
      const [before, after] = [entryIn(invited[index]!), entryIn(mail)];
      expect([after.method, after.uid, after.sequence]).toEqual(['REQUEST', before.uid, 'SEQUENCE:1']);
      expect(after.stamp! > before.stamp!).toBe(true);
    }
  });

  it('have two hundred UIDs and two hundred addresses to answer to', () => {
    const entries = invited.map(entryIn);
    expect(new Set(entries.map(({ uid }) => uid)).size).toBe(200);
    expect(new Set(entries.map(({ organizer }) => organizer)).size).toBe(200);
  });
});

it('a title that is corrected is mailed to nobody, and the feed follows by itself', async () => {
  const holder = await Holder.in(app, (await session()).id);
  await entryOf(holder);
  const feed = () => app.get('/calendar/all.ics');
  const before = await feed();
  expect((await team.change(`events/${event.id}`, { title: 'The garden in July' })).status).toBe(200);
  let after = await feed();
  for (let tries = 0; tries < 50 && after.text === before.text; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    after = await feed();
  }
  expect(after.text).toContain('SUMMARY:The garden in July');
  expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
  expect(await deliver(app, holder.id)).toEqual([]);
  expect(await holder.sequence()).toBe(0);
});
