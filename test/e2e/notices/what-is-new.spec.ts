import { LostLinks } from '#registration';
import type { Event, Session } from '#programme';
import { calendarIn, deliver } from '../../support/delivery.js';
import { Holder, part } from '../../support/holder.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';

const OLD = 'Wednesday 12 June 2030, 10:30 to 11:00';
const NOON = 'Wednesday 12 June 2030, 12:00 to 13:00';
const NEXT_DAY = 'Thursday 13 June 2030, 11:00 to 12:00';
const WAS = `It was ${OLD}; that no longer holds.`;

let app: TestApp;
let team: Team;
let event: Event;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
beforeEach(async () => {
  event = await app.make.event({ venue: { safeNumber: 100, name: 'The court', address: 'Tavistock Square\nLondon' } });
  session = await at('2030-06-12T09:30:00Z', '2030-06-12T10:00:00Z');
});
afterAll(async () => {
  expect(await app.faults()).toEqual([]);
  await app[Symbol.asyncDispose]();
});

const at = (from: string, until: string) =>
  app.make.session(event, { startsAt: new Date(from), endsAt: new Date(until), capacity: 40 });
async function reschedule(startsAt: string, endsAt: string, reason = 'Rain.'): Promise<void> {
  expect((await team.post(`sessions/${session.id}/reschedule`, { startsAt, endsAt, reason })).status).toBe(200);
}
const toNoon = () => reschedule('2030-06-12T11:00:00Z', '2030-06-12T12:00:00Z', 'The hall is taken.');
const toNextDay = () => reschedule('2030-06-13T10:00:00Z', '2030-06-13T11:00:00Z');
const back = () => reschedule('2030-06-12T09:30:00Z', '2030-06-12T10:00:00Z', 'The hall is free after all.');

/** The mails that go out now: what each is about, its words and the SEQUENCE of its calendar object. */
async function mailsTo({ id }: Holder) {
  return (await deliver(app, id)).map((mail) => ({
    about: /^[^:]+/.exec(mail.parsed.subject!)![0],
    words: mail.parsed.text!.replace(/\s+/g, ' '),
    html: String(mail.parsed.html).replace(/\s+/g, ' '),
    sequence: /^SEQUENCE:(\d+)/m.exec(calendarIn(mail) ?? '')?.[1],
  }));
}
async function told(person: object = {}): Promise<Holder> {
  const holder = await Holder.in(app, session.id, person);
  expect((await mailsTo(holder)).map(({ about }) => about)).toEqual(['Confirmed']);
  return holder;
}
async function onlyMailTo(holder: Holder) {
  const [mail, ...others] = await mailsTo(holder);
  expect(others).toEqual([]);
  return mail!;
}

describe('who was told of a time', () => {
  it('hears the new one, and after it the old one, in both parts of the mail', async () => {
    const ada = await told();
    await toNextDay();
    const { about, words, html } = await onlyMailTo(ada);
    expect(about).toBe('New time');
    for (const said of [words, html.replace(/<[^>]+>/g, ' ').replace(/ +/g, ' ')]) {
      expect(said).toContain(`Now it is ${NEXT_DAY} (London time). ${WAS}`);
      expect(said.split('10:30')).toHaveLength(2);
    }
    expect(words).not.toContain('New place');
  });

  it('hears once of a session that was moved twice meanwhile, and never of the time between', async () => {
    const ada = await told();
    await toNoon();
    await toNextDay();
    const { words, sequence } = await onlyMailTo(ada);
    expect(words).toContain(`Now it is ${NEXT_DAY} (London time). ${WAS}`);
    expect(words.match(/It was/g)).toHaveLength(1);
    expect(words).not.toContain('12:00 to 13:00');
    expect(sequence).toBe('2');
  });

  it('hears each time what the mail before it said', async () => {
    const ada = await told();
    await toNoon();
    await onlyMailTo(ada);
    await toNextDay();
    const { words } = await onlyMailTo(ada);
    expect(words).toContain(`Now it is ${NEXT_DAY} (London time). It was ${NOON}; that no longer holds.`);
    expect(words).not.toContain('10:30');
  });

  it('hears calmly of one that was moved there and back, for the entry in the calendar has to follow', async () => {
    const ada = await told();
    await toNoon();
    await back();
    const { about, words, sequence } = await onlyMailTo(ada);
    expect(about).toBe('Changed');
    expect(words).toContain(
      'We have changed something about “The garden in June”. The time and the place are as we last told you. The reason: The hall is free after all.',
    );
    expect(words).toContain(OLD);
    expect(words).not.toMatch(/It was|no longer|sorry|had to change/);
    expect(sequence).toBe('2');
  });

  it('hears the same of a mail that could not be delivered: it told nobody', async () => {
    const ada = await told();
    await toNoon();
    await app.database.reader.query(
      "UPDATE messages SET state = 'failed', finished_at = now() WHERE registration_id = $1 AND state = 'queued'",
      [ada.id],
    );
    await toNextDay();
    expect((await onlyMailTo(ada)).words).toContain(`Now it is ${NEXT_DAY} (London time). ${WAS}`);
  });

  it('hears nothing of before if the mail then was of a time when that was not kept', async () => {
    const ada = await told();
    await app.database.reader.query('UPDATE messages SET told = NULL WHERE registration_id = $1', [ada.id]);
    await toNoon();
    const { about, words } = await onlyMailTo(ada);
    expect([about, words]).toEqual(['Changed', expect.stringContaining('We have had to change the time or the place')]);
    expect(words).not.toMatch(/It was|as we last told/);
    await toNextDay();
    expect((await onlyMailTo(ada)).words).toContain(`It was ${NOON}; that no longer holds.`);
  });

  it('hears it again in a mail that is sent again because they never had it', async () => {
    const ada = await told();
    await toNoon();
    await onlyMailTo(ada);
    for (let times = 0; times < 2; times++) {
      const newest = await team.get(`messages?registrationId=${ada.id}&kind=change&limit=1`);
      const [{ id }] = part<[{ id: string }]>(newest, 'items');
      expect((await team.post(`messages/${id}/resend`)).status).toBe(202);
      const { about, words } = await onlyMailTo(ada);
      expect(about).toBe('New time');
      expect(words).toContain(`Now it is ${NOON} (London time). ${WAS}`);
    }
  });

  it('hears it though a confirmation that was asked for once more overtakes the mail about it', async () => {
    const ada = await told();
    await toNoon();
    expect((await team.post(`registrations/${ada.id}/resend`)).status).toBe(202);
    const { about, words } = await onlyMailTo(ada);
    expect(about).toBe('New time');
    expect(words).toContain(`Now it is ${NOON} (London time). ${WAS}`);
    expect(words).toContain('The reason: The hall is taken.');
    expect((await team.post(`registrations/${ada.id}/resend`)).status).toBe(202);
    expect((await onlyMailTo(ada)).about).toBe('Confirmed');
  });

  it('is confirmed at the new time, and reads of no old one, if the places are given back to them after all', async () => {
    const ada = await told();
    await ada.cancel();
    await mailsTo(ada);
    await toNoon();
    expect((await team.post(`registrations/${ada.id}/restore`)).status).toBe(200);
    const { about, words } = await onlyMailTo(ada);
    expect([about, words]).toEqual(['Confirmed', expect.not.stringContaining('It was')]);
  });
});

describe('who reads', () => {
  it('is told against what their own address was told, not against another', async () => {
    const ada = await told();
    const was = await addressOf(ada);
    await toNoon();
    await ada.change({ contact: { email: 'new@example.org' } });
    expect((await mailsTo(ada)).map(({ about }) => about)).toEqual(['Confirmed', 'Address changed']);
    await toNextDay();
    await ada.change({ contact: { email: was.toUpperCase() } });
    const change = (await mailsTo(ada)).find(({ about }) => about !== 'Address changed');
    expect(change!.words).toContain(`Now it is ${NEXT_DAY} (London time). ${WAS}`);
  });

  it('is one of many, and each is told against what they had heard', async () => {
    const [ada, tom] = [await told(), await told()];
    await toNoon();
    await onlyMailTo(ada);
    await toNextDay();
    expect((await onlyMailTo(ada)).words).toContain(`It was ${NOON};`);
    expect((await onlyMailTo(tom)).words).toContain(WAS);
  });
});

describe('a party', () => {
  it('that goes to another time hears both', async () => {
    const ada = await told();
    const other = await at('2030-06-13T10:00:00Z', '2030-06-13T11:00:00Z');
    await ada.move(other.id);
    const { about, words } = await onlyMailTo(ada);
    expect(about).toBe('New time');
    expect(words).toContain(`Now it is ${NEXT_DAY} (London time). ${WAS}`);
  });

  it('that goes to a time that had been changed before hears of its own wish, not that we are sorry, nor why', async () => {
    const ways = [
      (holder: Holder) => holder.move(session.id),
      (holder: Holder) => team.post(`registrations/${holder.id}/move`, { sessionId: session.id }),
    ];
    const first = await at('2030-06-13T10:00:00Z', '2030-06-13T11:00:00Z');
    const parties = await Promise.all(ways.map(() => Holder.in(app, first.id)));
    for (const party of parties) await onlyMailTo(party);
    await toNoon();
    for (const [index, goes] of ways.entries()) {
      const party = parties[index]!;
      expect((await goes(party)).status).toBe(200);
      const { about, words, sequence } = await onlyMailTo(party);
      expect([about, sequence]).toEqual(['New time', '1']);
      expect(words).toContain('Something about your place has changed.');
      expect(words).toContain(`Now it is ${NOON} (London time). It was ${NEXT_DAY}; that no longer holds.`);
      expect(words).not.toMatch(/had to|sorry|The reason/);
    }
    // A second mail within a second bears the stamp of the next one.
    app.clock.travel({ minutes: 1 });
    await toNextDay();
    const { words } = await onlyMailTo(parties[0]!);
    expect(words).toContain('We have had to change the time of “The garden in June”.');
    expect(words).toContain('The reason: Rain.');
  });

  it('that goes to another time, which is changed before they could be mailed, hears why', async () => {
    const first = await at('2030-06-13T10:00:00Z', '2030-06-13T11:00:00Z');
    const ada = await Holder.in(app, first.id);
    await onlyMailTo(ada);
    await ada.move(session.id);
    await toNoon();
    const { words } = await onlyMailTo(ada);
    expect(words).toContain(`Now it is ${NOON} (London time). It was ${NEXT_DAY}; that no longer holds.`);
    expect(words).toContain('The reason: The hall is taken.');
  });

  it('that changes its number hears both, and is told of no new time', async () => {
    const ada = await told({ partySize: 2 });
    await ada.change({ partySize: 3 });
    await ada.change({ partySize: 4 });
    const { about, words } = await onlyMailTo(ada);
    expect(about).toBe('Changed');
    expect(words).toContain('Number of places Now you have 4 places. You had 2 places before.');
    expect(words).not.toMatch(/New (time|place)|no longer/);
  });
});

describe('a place', () => {
  it('that has another address is named beside the old one', async () => {
    const ada = await told();
    const change = { address: 'Gordon Square\nLondon', reason: 'The gate is being repaired.' };
    expect((await team.post(`venues/${event.venueId}/readdress`, change)).status).toBe(200);
    const { about, words } = await onlyMailTo(ada);
    expect(about).toBe('New place');
    expect(words).toContain('We have had to change the place of “The garden in June”.');
    expect(words).toContain(
      'Now it is The court, Gordon Square, London. It was The court, Tavistock Square, London; that no longer holds.',
    );
  });

  it('that is another one, in another zone, is told with the time on its clock', async () => {
    const ada = await told();
    const { venueId } = await app.make.event({
      venue: { safeNumber: 50, name: 'The orchard', address: 'Lille', timeZone: 'Europe/Paris' },
    });
    expect((await team.post(`events/${event.id}/relocate`, { venueId, reason: 'More room.' })).status).toBe(200);
    const { about, words } = await onlyMailTo(ada);
    expect(about).toBe('New time and place');
    expect(words).toContain(
      `Now it is Wednesday 12 June 2030, 11:30 to 12:00 (Paris time). It was ${OLD} (London time); that no longer holds.`,
    );
    expect(words).toContain('Now it is The orchard, Lille. It was The court, Tavistock Square, London;');
  });
});

describe('what is kept of a mail', () => {
  const kept = async ({ id }: Holder) =>
    app.database.reader.query<{ kind: string; told: object | null }[]>(
      'SELECT kind, told FROM messages WHERE registration_id = $1 ORDER BY id',
      [id],
    );

  it('is which session, when, where and for how many, and nothing about people', async () => {
    const ada = await told({ partySize: 2, name: 'Ada Birch', guests: [{ name: 'Tom Birch' }] });
    expect(await kept(ada)).toEqual([
      {
        kind: 'confirmation',
        told: {
          sessionId: session.id,
          ...{ startsAt: '2030-06-12T09:30:00.000Z', endsAt: '2030-06-12T10:00:00.000Z', timeZone: 'Europe/London' },
          ...{ venue: 'The court', room: null, address: ['Tavistock Square', 'London'], partySize: 2 },
        },
      },
    ]);
  });

  it('is nothing of one that brings nothing for the calendar, or was not sent', async () => {
    const ada = await told();
    await app.service(LostLinks).send(await addressOf(ada));
    await deliver(app, ada.id);
    await toNoon();
    expect((await kept(ada)).slice(1)).toEqual([
      { kind: 'lost-link', told: null },
      { kind: 'change', told: null },
    ]);
  });

  it('is shown by no operation', async () => {
    const ada = await told();
    const listed = await team.get(`messages?registrationId=${ada.id}`);
    const [{ id }] = part<[{ id: string }]>(listed, 'items');
    expect(listed.text + (await team.get(`messages/${id}`)).text).not.toMatch(/"told"|Tavistock/);
  });
});

async function addressOf({ id }: Holder): Promise<string> {
  const [row] = await app.database.reader.query<{ contact_email: string }[]>(
    'SELECT contact_email FROM registrations WHERE id = $1',
    [id],
  );
  return row!.contact_email;
}
