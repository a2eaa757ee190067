import type { Event, Session } from '#programme';
import { Declines, InboundPost } from '#replies';
import { calendarIn, deliver } from '../../support/delivery.js';
import { available, Holder } from '../../support/holder.js';
import type { CaughtMail } from '../../support/mail-sink.js';
import { Team } from '../../support/team.js';
import { TestApp } from '../../support/test-app.js';
import { answerTo, type Client, type Wish } from './answers.js';

let app: TestApp;
let team: Team;
let event: Event;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({ REPLY_ADDRESS: 'rsvp@events.example.org' }, { works: false });
  team = await Team.as(app);
  event = await app.make.event();
});
beforeEach(async () => {
  session = await app.make.session(event, { capacity: 10 });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

/** Somebody with two places and the invitation that they were mailed. */
async function invited(person = {}): Promise<{ holder: Holder; invitation: CaughtMail }> {
  const holder = await Holder.in(app, session.id, { partySize: 2, ...person });
  const [invitation] = await deliver(app, holder.id);
  return { holder, invitation: invitation! };
}
const receive = (invitation: CaughtMail, wish: Wish = {}) =>
  app.service(InboundPost).receive({ raw: answerTo(invitation, wish), source: 'smtp' });
const left = () => available(app, event.slug, session.id);
const later = async (minutes: number) => {
  app.clock.travel({ minutes });
  return app.service(Declines).giveBackDue();
};
const keepPath = ({ parsed }: CaughtMail) => new URL(/https?:\S+\/keep/.exec(parsed.text!)![0]).pathname;
const manageOf = ({ headers }: Holder) => `/manage/${headers['authorization']!.split(' ')[1]}`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a decline in a calendar', () => {
  it.each<Client>(['Exchange', 'Google', 'Apple', 'KDE'])(
    'as %s writes it gives the places back, after a time',
    async (client) => {
      const { holder, invitation } = await invited();
      expect(await receive(invitation, { client })).toBe('declined');
      expect([await left(), (await holder.view()).body['state']]).toEqual([8, 'confirmed']);
      const [note] = await deliver(app, holder.id);
      expect(note!.parsed.subject).toMatch(/^Noted that you cannot come: /);
      expect(note!.parsed.text!.replace(/\s+/g, ' ')).toContain('We keep your 2 places until');
      expect(await later(29)).toBe(0);
      expect(await later(1)).toBe(1);
      expect([await left(), (await holder.view()).body['state']]).toEqual([10, 'cancelled']);
    },
  );

  it('sends no CANCEL to who has declined', async () => {
    const { holder, invitation } = await invited();
    await receive(invitation);
    await deliver(app, holder.id);
    await later(30);
    expect((await deliver(app, holder.id)).map(calendarIn)).toEqual([]);
  });

  it('is undone by one click in time, and the entry is sent again', async () => {
    const { holder, invitation } = await invited();
    await receive(invitation);
    const [note] = await deliver(app, holder.id);
    const path = keepPath(note!);
    const looked = await app.get(path);
    expect([looked.status, looked.text]).toEqual([200, expect.stringContaining('Keep your places?')]);
    const done = await app.call('POST', path, { body: '', headers: form });
    expect([done.status, done.headers.get('location')]).toEqual([303, expect.stringMatching(/\?done=kept$/)]);
    expect(await later(60)).toBe(0);
    expect(await left()).toBe(8);
    const [again] = await deliver(app, holder.id);
    expect(calendarIn(again!)).toMatch(/METHOD:REQUEST\r\n[\s\S]*SEQUENCE:1\r\n/);
  });

  it('cannot be undone afterwards', async () => {
    const { holder, invitation } = await invited();
    await receive(invitation);
    const [note] = await deliver(app, holder.id);
    await later(30);
    const done = await app.call('POST', keepPath(note!), { body: '', headers: form });
    expect(done.headers.get('location')).not.toContain('kept');
    expect(await left()).toBe(10);
  });

  it('waits with the time to undo it until the guest could be told', async () => {
    const { holder, invitation } = await invited();
    await receive(invitation);
    expect(await later(45)).toBe(0);
    await deliver(app, holder.id);
    expect(await later(15)).toBe(0);
    expect(await later(15)).toBe(1);
  });

  it('is taken back by a later “yes” from the same calendar', async () => {
    const { holder, invitation } = await invited();
    await receive(invitation, { stamp: '20260602T101112Z' });
    await deliver(app, holder.id);
    expect(await receive(invitation, { partStat: 'ACCEPTED', stamp: '20260602T101212Z' })).toBe('noted');
    expect([await later(60), await left()]).toEqual([0, 8]);
  });

  it('is one decline, however often and by however many it is brought', async () => {
    const { holder, invitation } = await invited();
    const raw = answerTo(invitation, { messageId: '<twice@client.example>' });
    const post = app.service(InboundPost);
    const decisions = await Promise.all([1, 2, 3, 4].map(() => post.receive({ raw, source: 'imap' })));
    expect(decisions.sort()).toEqual(['declined', 'repeated', 'repeated', 'repeated']);
    expect((await deliver(app, holder.id)).length).toBe(1);
    await later(30);
    expect(await left()).toBe(10);
  });

  it('of an invitation that has changed meanwhile asks first', async () => {
    const { holder, invitation } = await invited();
    const other = await app.make.session(event);
    await holder.move(other.id);
    await deliver(app, holder.id);
    expect(await receive(invitation, { client: 'Exchange' })).toBe('doubtful');
    const [question] = await deliver(app, holder.id);
    expect(question!.parsed.subject).toMatch(/^Will you come\? /);
    expect(question!.parsed.text).toMatch(/\/manage\/\S+\/cancel/);
    expect([await later(60), (await holder.view()).body['state']]).toEqual([0, 'confirmed']);
  });

  it('that was noted does nothing to what was changed after it', async () => {
    const { holder, invitation } = await invited();
    await receive(invitation);
    await deliver(app, holder.id);
    await holder.change({ partySize: 1 });
    expect([await later(30), await left()]).toEqual([0, 9]);
  });

  it('of the new time counts anew, though one of the old time was noted and not yet due', async () => {
    const { holder, invitation } = await invited();
    await receive(invitation);
    await deliver(app, holder.id);
    const times = { startsAt: '2030-06-12T14:00:00+01:00', endsAt: '2030-06-12T15:00:00+01:00' };
    await team.post(`sessions/${session.id}/reschedule`, { ...times, reason: 'Rain.' });
    const [change] = await deliver(app, holder.id);
    expect(change!.parsed.subject).toMatch(/^New time: /);
    app.clock.travel({ minutes: 20 });
    expect(await receive(change!, { client: 'Exchange' })).toBe('declined');
    const [note, ...others] = await deliver(app, holder.id);
    expect([note!.parsed.subject, others]).toEqual([expect.stringMatching(/^Noted that you cannot come: /), []]);
    expect([await later(29), await left()]).toEqual([0, 8]);
    expect([await later(1), await left()]).toEqual([1, 10]);
    expect((await holder.view()).body['state']).toBe('cancelled');
  });

  it('that was told how long the places are kept is kept to when the team corrects what it mails nobody', async () => {
    const { holder, invitation } = await invited();
    await receive(invitation);
    const corrected = { contact: { phone: '020 7946 0123' }, tell: false };
    expect((await team.change(`registrations/${holder.id}`, corrected)).status).toBe(200);
    const [note, ...others] = await deliver(app, holder.id);
    expect([note!.parsed.subject, others]).toEqual([expect.stringMatching(/^Noted that you cannot come: /), []]);
    expect((await app.get(manageOf(holder))).text).toContain('Your calendar has told us that you cannot come');
    expect([await later(30), await left()]).toEqual([1, 10]);
  });

  it('stands no more, and is promised by no mail or page, once the party was told of something new', async () => {
    const { holder, invitation } = await invited();
    await receive(invitation);
    await holder.change({ contact: { phone: '020 7946 0123' } });
    expect((await deliver(app, holder.id)).map(({ parsed }) => parsed.subject)).toEqual([
      expect.stringMatching(/^Changed: /),
    ]);
    expect((await app.get(manageOf(holder))).text).not.toContain('Your calendar has told us');
    expect([await later(30), await left()]).toEqual([0, 8]);
  });

  it('does nothing to what the team gave the party after it, at another time, for another number or anew', async () => {
    const other = await app.make.session(event, { capacity: 10 });
    const deeds: ((id: string) => Promise<void>)[] = [
      async (id) => {
        expect((await team.post(`registrations/${id}/move`, { sessionId: other.id, tell: false })).status).toBe(200);
      },
      async (id) => {
        expect((await team.change(`registrations/${id}`, { partySize: 1, tell: false })).status).toBe(200);
      },
      async (id) => {
        const rung = { tell: false, reason: 'They rang.' };
        expect((await team.post(`registrations/${id}/cancel`, rung)).status).toBe(200);
        expect(await later(1)).toBe(0);
        expect((await team.post(`registrations/${id}/restore`, { tell: false })).status).toBe(200);
      },
    ];
    for (const deed of deeds) {
      const { holder, invitation } = await invited();
      await receive(invitation);
      await deliver(app, holder.id);
      await deed(holder.id);
      expect([await later(30), (await holder.view()).body['state']]).toEqual([0, 'confirmed']);
    }
  });

  it('by somebody whom the invitation was passed on to asks the guest, once a day, and writes to nobody else', async () => {
    const { holder, invitation } = await invited({ email: 'ann@example.org' });
    const before = app.mail.mails.length;
    for (let count = 0; count < 3; count++) {
      expect(await receive(invitation, { by: 'bob@example.org' })).toBe('doubtful');
    }
    await deliver(app, holder.id);
    expect(app.mail.mails.slice(before).map(({ to }) => to)).toEqual([['ann@example.org']]);
    expect(await left()).toBe(8);
  });

  it('after the registration was given up and taken anew changes nothing', async () => {
    const { holder, invitation } = await invited({ email: 'cid@example.org' });
    await holder.cancel();
    const { holder: anew } = await invited({ email: 'cid@example.org' });
    expect(await receive(invitation)).toBe('filed');
    expect([await later(60), (await anew.view()).body['state']]).toEqual([0, 'confirmed']);
  });

  it('is seen on the page of the places until it is undone', async () => {
    const { holder, invitation } = await invited();
    const manage = manageOf(holder);
    expect((await app.get(manage)).text).not.toContain('cannot come. We give');
    await receive(invitation);
    expect((await app.get(manage)).text).toContain('Your calendar has told us that you cannot come');
  });
});

describe('hostile mail', () => {
  it.each([
    ['three megabytes', (raw: string) => raw + 'x'.repeat(3_000_000)],
    ['a rule that never ends', (raw: string) => raw.replace('END:VEVENT', 'RRULE:FREQ=SECONDLY\r\nEND:VEVENT')],
    ['a quote without an end', (raw: string) => raw.replace('CN=Guest', 'CN="Guest')],
    ['another UID', (raw: string) => raw.replace(/UID:.{8}/, 'UID:00000000')],
    ['a guessed address', (raw: string) => raw.replaceAll(/rsvp\+.{10}/g, 'rsvp+0000000000')],
    ['no entry', (raw: string) => raw.replace(/BEGIN:VEVENT[\s\S]*END:VEVENT/, '')],
  ])('with %s changes nothing and makes us write to nobody', async (_, spoil) => {
    const { holder, invitation } = await invited();
    const raw = Buffer.from(spoil(answerTo(invitation).toString()));
    expect(await app.service(InboundPost).receive({ raw, source: 'smtp' })).toBe('filed');
    expect(await left()).toBe(8);
    expect(await deliver(app, holder.id)).toEqual([]);
  });
});

describe('what is kept', () => {
  it('is sealed, told with its reason, and forgotten after a time', async () => {
    const { invitation } = await invited({ email: 'dot@example.org' });
    await receive(invitation, { by: 'dot@example.org' });
    const rows = () =>
      app.database.reader.query<{ raw: string | null; why: string }[]>(
        'SELECT raw, why FROM inbound_mails ORDER BY id DESC LIMIT 1',
      );
    const [row] = await rows();
    expect(row!.why).toBe('The guest declined in their calendar.');
    expect(row!.raw).not.toContain('dot@example.org');
    app.clock.travel({ days: 31 });
    await app.service(InboundPost).forgetOld();
    expect((await rows())[0]!.raw).toBeNull();
    app.clock.travel({ days: -31 });
  });
});
