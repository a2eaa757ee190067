import { Reminders } from '#invitation';
import { MessageLog } from '#mail';
import { CandidateSender } from '#notices';
import type { Event, Session } from '#programme';
import { deliverToEntry, PlannedBallot } from '../../support/ballots.js';
import { Holder, part } from '../../support/holder.js';
import type { CaughtMail } from '../../support/mail-sink.js';
import { expectProblem } from '../../support/problems.js';
import { Team } from '../../support/team.js';
import { nextPerson, TestApp } from '../../support/test-app.js';
import { lookForThoseWhoWait, passAMinute, Waiter } from '../../support/waiter.js';
import { GuestLists } from '../invitation/guest-lists.js';

const HOUR = 60 * 60_000;
const REASON = 'The gates open later that day.';

let app: TestApp;
let team: Team;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  team = await Team.as(app);
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

const textOf = (mail: CaughtMail | undefined) => (mail?.parsed.text ?? '').replaceAll(/\s+/g, ' ');
const htmlOf = (mail: CaughtMail | undefined) => String(mail?.parsed.html).replaceAll(/\s+/g, ' ');
const deliver = (id: string) => deliverToEntry(app, id);

/** To the afternoon of 12 June 2030. */
const reschedule = ({ id }: Pick<Session, 'id'>, change: object = {}, query = '') =>
  team.post(`sessions/${id}/reschedule${query}`, {
    ...{ startsAt: '2030-06-12T14:00:00+01:00', endsAt: '2030-06-12T15:00:00+01:00', reason: REASON, ...change },
  });
const readdress = ({ venueId }: Event, change: object = {}) =>
  team.post(`venues/${venueId}/readdress`, { address: 'Gordon Square\nLondon', reason: REASON, ...change });
async function venueElsewhere(): Promise<string> {
  const event = await app.make.event({ venue: { name: 'The mill', address: 'Mill Lane', safeNumber: 1000 } });
  return event.venueId;
}

async function told(id: string): Promise<string[]> {
  const rows = await app.database.reader.query<{ kind: string }[]>(
    'SELECT kind FROM messages WHERE candidate_id = $1 ORDER BY id',
    [id],
  );
  return rows.map(({ kind }) => kind);
}

/** The morning of 12 June 2030. */
const morning = { startsAt: new Date('2030-06-12T09:30:00Z'), endsAt: new Date('2030-06-12T10:00:00Z') };

describe('who is invited and has not answered', () => {
  let lists: GuestLists;
  beforeEach(async () => {
    lists = await GuestLists.open(app, { ...morning, invited: 20 }, { venue: { address: 'Tavistock Square' } });
  });

  async function invited(guest: object = {}) {
    const one = await lists.invite({ name: 'Ada Birch', partySize: 2, send: true, ...guest });
    await deliver(one.id);
    return one;
  }

  it('hears of the new time once, with their link and until when to answer', async () => {
    const ada = await invited();
    const answer = await reschedule(lists.session);
    expect(answer.body).toMatchObject({ reaches: 0, alsoTold: { mails: 1, withoutAddress: 0 } });
    const [mail, ...others] = await deliver(ada.id);
    expect(others).toEqual([]);
    expect(mail!.parsed.subject).toBe('Changed: The garden in June');
    for (const part of [
      'Dear Ada Birch,',
      'Our invitation stands as before.',
      `The reason: ${REASON}`,
      'Please let us know by',
      'Wednesday 12 June 2030, 14:00 to 15:00',
      'You and one guest',
      ada.url,
    ]) {
      expect(textOf(mail)).toContain(part);
    }
    expect(htmlOf(mail)).toContain('Wednesday 12 June 2030, 14:00 to 15:00');
    expect(htmlOf(mail)).toContain(ada.url);
    expect(htmlOf(mail)).toContain(REASON);
    expect(await told(ada.id)).toEqual(['invitation', 'invitation-changed']);
  });

  it('hears nothing of what is called off where the team says that everybody has heard', async () => {
    const ada = await invited();
    await team.post(`sessions/${lists.session.id}/cancel`, { reason: 'The wall is not safe.', tellPeople: false });
    await app.service(Reminders).run();
    expect(await told(ada.id)).toEqual(['invitation']);
  });

  it('hears of another room, as nobody does who was told of none; of hours of admission nobody hears', async () => {
    const ada = await invited();
    const times = { startsAt: morning.startsAt.toISOString(), endsAt: morning.endsAt.toISOString() };
    const admission = { admissionOpensAt: new Date(morning.startsAt.getTime() - HOUR).toISOString() };
    expect((await reschedule(lists.session, { ...times, ...admission })).body).toMatchObject({
      alsoTold: { mails: 0 },
    });
    const room = await reschedule(lists.session, { ...times, ...admission, room: 'The court' });
    expect(room.body).toMatchObject({ alsoTold: { mails: 1 } });
    expect(textOf((await deliver(ada.id))[0])).toContain('The court');
    const event = await app.make.event({ waitingList: true });
    const session = await app.make.session(event, { ...morning, capacity: 1 });
    await Holder.in(app, session.id);
    await (await Waiter.in(app, [session])).deliver();
    expect((await reschedule(session, { ...times, room: 'The court' })).body).toMatchObject({ alsoTold: { mails: 0 } });
  });

  it('is told no answer is due any more where that time is over', async () => {
    const ada = await invited();
    const { body } = await team.get(`events/${lists.session.eventId}`);
    const closed = new Date(app.clock.now().getTime() - HOUR).toISOString();
    await app.database.reader.query('UPDATE events SET registration_closes_at = $1 WHERE id = $2', [
      closed,
      body['id'],
    ]);
    await reschedule(lists.session);
    const [mail] = await deliver(ada.id);
    expect(textOf(mail)).toContain('The time in which we asked for your answer is over.');
    expect(textOf(mail)).not.toContain('Please answer by');
  });

  it('hears of the other place: deputies too, and not who has declined, was not asked yet, or sends a deputy', async () => {
    const [ada, sender, no] = [await invited(), await invited(), await invited()];
    const unsent = await lists.invite({ name: 'Tom Reed' });
    const letter = await lists.invite({ name: 'Jo Elm', email: undefined });
    await lists.team.post(`invitations/${letter.id}/send`, { by: 'letter' });
    await lists.as(no).decline();
    const deputised = await lists.as(sender).deputise({ name: 'Rosa Lane', email: nextPerson().email });
    expect(deputised.status).toBeLessThan(300);
    const [{ id: deputy }] = await app.database.reader.query<[{ id: string }]>(
      'SELECT id FROM invitations WHERE deputy_of = $1',
      [sender.id],
    );
    for (const id of [deputy, no.id, sender.id]) await deliver(id);
    const answer = await team.post(`events/${lists.session.eventId}/relocate`, {
      venueId: await venueElsewhere(),
      reason: REASON,
    });
    expect(answer.body).toMatchObject({ alsoTold: { mails: 2, withoutAddress: 1 } });
    for (const id of [ada.id, deputy]) {
      const [mail, ...others] = await deliver(id);
      expect(others).toEqual([]);
      expect(textOf(mail)).toContain('Mill Lane');
      expect(textOf(mail)).toContain(`The reason: ${REASON}`);
    }
    const silent = [no.id, sender.id, unsent.id, letter.id];
    for (const id of silent) expect(await told(id)).not.toContain('invitation-changed');
  });

  it('hears of the other address or time zone of the venue where nobody has places yet, and only where asked', async () => {
    const ada = await invited();
    const unasked = await lists.invite({ name: 'Tom Reed' });
    const venueId = await venueOf(lists.session);
    const shown = await team.post(`venues/${venueId}/readdress?preview=true`, { address: 'Woburn', reason: REASON });
    expect(shown.body).toMatchObject({ reaches: 0, alsoTold: { mails: 1 } });
    const answer = await readdress({ venueId } as Event, { timeZone: 'Europe/Paris' });
    expect([answer.status, answer.body]).toMatchObject([200, { reaches: 0, alsoTold: { mails: 1 } }]);
    const [mail, ...others] = await deliver(ada.id);
    expect(others).toEqual([]);
    expect(textOf(mail)).toContain('Gordon Square');
    expect(textOf(mail)).toContain('Wednesday 12 June 2030, 11:30 to 12:00');
    expect(textOf(mail)).toContain(`The reason: ${REASON}`);
    expect(await told(unasked.id)).toEqual([]);
  });

  it('is the reason why room, address and venue are not changed without a word, except in a draft', async () => {
    const draft = await GuestLists.open(app, { ...morning }, { status: 'draft' });
    await draft.invite({ name: 'Tom Reed' });
    await invited();
    const silently = async ({ session }: GuestLists, code?: string) => {
      const { id, eventId } = session;
      const ways = [
        [`sessions/${id}`, { room: 'The court' }, 'people_to_tell', 'Please reschedule the session'],
        [`venues/${await venueOf(session)}`, { address: 'Woburn' }, 'people_to_tell', 'Please readdress the venue'],
        [`events/${eventId}`, { venueId: await venueElsewhere() }, 'people_registered', 'Please relocate the event'],
      ] as const;
      for (const [path, change, refusal, instead] of ways) {
        const answer = await team.change(path, change);
        if (!code) expect([path, answer.status]).toEqual([path, 200]);
        else {
          const problem = expectProblem(answer, 409, refusal);
          expect(problem).toMatchObject({ people: 0, detail: expect.stringContaining(instead) as string });
          expect(problem['detail']).toContain('by an invitation, on the waiting list or for a ballot');
        }
      }
    };
    await silently(lists, 'refused');
    await silently(draft);
    const hours = { admissionOpensAt: new Date(morning.startsAt.getTime() - HOUR).toISOString() };
    expect((await team.change(`sessions/${lists.session.id}`, hours)).status).toBe(200);
  });

  it('needs no second mail while the first is unsent, and of two changes hears the last', async () => {
    const fresh = await lists.invite({ name: 'Ada Birch', send: true });
    const old = await invited();
    expect((await reschedule(lists.session)).body).toMatchObject({ alsoTold: { mails: 1 } });
    expect((await readdress({ venueId: await venueOf(lists.session) } as Event)).body).toMatchObject({
      alsoTold: { mails: 0 },
    });
    expect([await told(fresh.id), await told(old.id)]).toEqual([['invitation'], ['invitation', 'invitation-changed']]);
    const [first] = await deliver(fresh.id);
    expect(textOf(first)).toContain('14:00 to 15:00');
    const [mail, ...others] = await deliver(old.id);
    expect(others).toEqual([]);
    expect(textOf(mail)).toContain('14:00 to 15:00');
    expect(textOf(mail)).toContain('Gordon Square');
  });

  it('hears again if the first mail is on its way at that moment', async () => {
    const fresh = await lists.invite({ name: 'Ada Birch', send: true });
    await app.database.transaction(async (sending) => {
      await sending.query('SELECT FROM messages WHERE candidate_id = $1 FOR UPDATE', [fresh.id]);
      expect((await reschedule(lists.session)).body).toMatchObject({ alsoTold: { mails: 1 } });
    });
    expect(await told(fresh.id)).toEqual(['invitation', 'invitation-changed']);
  });

  it('is written to of how things are after the deed, where the first mail was unsent before it', async () => {
    const fresh = await lists.invite({ name: 'Ada Birch', send: true });
    const [{ id: messageId }] = await app.database.reader.query<[{ id: string }]>(
      'SELECT id FROM messages WHERE candidate_id = $1',
      [fresh.id],
    );
    const sent = app.mail.mails.length;
    let sending: Promise<void> | undefined;
    await app.database.transaction(async (tx) => {
      await tx.query('UPDATE sessions SET room = $1 WHERE id = $2', ['The mill', lists.session.id]);
      expect(await app.service(MessageLog).holdUnsent(tx, [fresh.id], ['invitation'])).toEqual(new Set([fresh.id]));
      sending = app.service(CandidateSender).send({ eventId: lists.session.eventId, messageId });
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(app.mail.mails.length).toBe(sent);
    });
    await sending;
    expect(textOf(app.mail.mails.at(-1))).toContain('The mill');
  });

  it('is told by one mail who has answered, and two who share an address each about their own', async () => {
    const email = nextPerson().email;
    const [ada, tom] = [await invited({ email }), await invited({ email, name: 'Tom Reed' })];
    const accepted = await lists.as(ada).accept({ partySize: 1, consent: true });
    expect(accepted.status).toBe(201);
    const answer = await reschedule(lists.session);
    expect(answer.body).toMatchObject({ reaches: 1, alsoTold: { mails: 1 } });
    expect(await told(ada.id)).not.toContain('invitation-changed');
    expect(await told(tom.id)).toContain('invitation-changed');
  });

  it('is told nothing if people are not to be told, nor by a preview', async () => {
    const ada = await invited();
    const shown = await reschedule(lists.session, {}, '?preview=true');
    expect(shown.body).toMatchObject({ preview: true, alsoTold: { mails: 1 } });
    const quiet = await readdress({ venueId: await venueOf(lists.session) } as Event, { tellPeople: false });
    expect(quiet.body).toMatchObject({ alsoTold: { mails: 0, withoutAddress: 0 } });
    expect(await told(ada.id)).toEqual(['invitation']);
  });
});

async function venueOf({ eventId }: Session): Promise<string> {
  const [row] = await app.database.reader.query<[{ venue_id: string }]>('SELECT venue_id FROM events WHERE id = $1', [
    eventId,
  ]);
  return row.venue_id;
}

describe('who waits', () => {
  let event: Event;
  let session: Session;
  let holder: Holder;
  beforeEach(async () => {
    event = await app.make.event({ waitingList: true, venue: { address: 'Tavistock Square', safeNumber: 1000 } });
    session = await app.make.session(event, { ...morning, capacity: 3 });
    holder = await Holder.in(app, session.id, { partySize: 3 });
  });

  async function waiting(
    sessions: readonly Session[] = [session],
    wish: { readonly email?: string } = {},
  ): Promise<Waiter> {
    const waiter = await Waiter.in(app, sessions, wish);
    await waiter.deliver();
    return waiter;
  }

  async function until({ id }: Waiter, hours: number): Promise<string> {
    const expiresAt = new Date(app.clock.now().getTime() + hours * HOUR);
    await app.database.reader.query('UPDATE waiting_list_offers SET expires_at = $1 WHERE entry_id = $2', [
      expiresAt,
      id,
    ]);
    return expiresAt.toISOString();
  }

  it('hears of the new time once, and that they keep their place in line', async () => {
    const [first, second] = [await waiting(), await waiting()];
    const answer = await reschedule(session);
    expect(answer.body).toMatchObject({ reaches: 1, alsoTold: { mails: 2, withoutAddress: 0 } });
    const [mail, ...others] = await second.deliver();
    expect(others).toEqual([]);
    expect(mail!.parsed.subject).toBe('Changed: The garden in June');
    for (const words of [
      'You are still on the waiting list and keep your place in line',
      `The reason: ${REASON}`,
      'Wednesday 12 June 2030, 14:00 to 15:00: 1 party is before you',
      second.token,
    ]) {
      expect(textOf(mail)).toContain(words);
    }
    expect(htmlOf(mail)).toContain('Wednesday 12 June 2030, 14:00 to 15:00');
    expect(htmlOf(mail)).toContain('keep your place in line');
    // The page behind the link can do no more than that.
    expect(textOf(mail)).toContain('See where you stand, or leave');
    expect(await first.told()).toEqual(['waiting', 'waiting-changed']);
  });

  it('for several times of what goes elsewhere hears once, and with places in another of them only of these', async () => {
    const other = await app.make.session(event, { capacity: 1 });
    const there = await Holder.in(app, other.id);
    const both = await waiting([session, other]);
    const perSession = await waiting([session], { email: nextPerson().email });
    await app.database.reader.query(`UPDATE registrations SET email_key = $1, contact_email = $1 WHERE id = $2`, [
      perSession.email,
      there.id,
    ]);
    const answer = await team.post(`events/${event.id}/relocate`, { venueId: await venueElsewhere(), reason: REASON });
    expect(answer.body).toMatchObject({ reaches: 2, alsoTold: { mails: 1 } });
    expect(await both.told()).toEqual(['waiting', 'waiting-changed']);
    expect(await perSession.told()).toEqual(['waiting']);
    expect(textOf((await both.deliver())[0])).toContain('Mill Lane');
  });

  it('hears of the other address of the venue while nobody has places and none are offered yet', async () => {
    const waiter = await waiting();
    await holder.cancel();
    expect((await readdress(event)).body).toMatchObject({ reaches: 0, alsoTold: { mails: 1 } });
    expect(textOf((await waiter.deliver())[0])).toContain('Gordon Square');
  });

  it('needs no second mail while the first is unsent, nor where people are not to be told', async () => {
    const fresh = await Waiter.in(app, [session]);
    expect((await reschedule(session)).body).toMatchObject({ alsoTold: { mails: 0 } });
    expect(await fresh.told()).toEqual(['waiting']);
    const [mail] = await fresh.deliver();
    expect(textOf(mail)).toContain('14:00 to 15:00');
    await readdress(event, { tellPeople: false });
    expect(await fresh.told()).toEqual(['waiting']);
  });

  it('and is offered places hears of the new time, and has as long to answer as before', async () => {
    const waiter = await waiting();
    await holder.cancel();
    await lookForThoseWhoWait(app);
    const before = part<{ expiresAt: string }>(await waiter.view(), 'offer').expiresAt;
    await waiter.deliver();
    expect((await reschedule(session)).body).toMatchObject({ reaches: 0, alsoTold: { mails: 1 } });
    const [mail, ...others] = await waiter.deliver();
    expect(others).toEqual([]);
    expect(mail!.parsed.subject).toMatch(/^Changed, and kept for you until .*: The garden in June$/);
    for (const words of [
      'We keep 1 place for you, and have had to change the time or the place.',
      `The reason: ${REASON}`,
      'Wednesday 12 June 2030, 14:00 to 15:00',
      waiter.token,
    ]) {
      expect(textOf(mail)).toContain(words);
    }
    expect(textOf(mail)).not.toContain('come free');
    expect(htmlOf(mail)).toContain('Wednesday 12 June 2030, 14:00 to 15:00');
    expect(part<{ expiresAt: string }>(await waiter.view(), 'offer').expiresAt).toBe(before);
    expect((await waiter.accept()).status).toBe(200);
  });

  it('and is offered places keeps them until the session begins, where that is before the time that was named', async () => {
    const [waiter, other] = [await waiting(), await waiting()];
    await holder.cancel();
    await lookForThoseWhoWait(app);
    await until(waiter, 48);
    const soon = await until(other, 12);
    const startsAt = new Date(app.clock.now().getTime() + 24 * HOUR);
    const endsAt = new Date(startsAt.getTime() + HOUR);
    await reschedule(session, { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() });
    const last = new Date(startsAt.getTime() - HOUR / 4).toISOString();
    expect(part<{ expiresAt: string }>(await waiter.view(), 'offer').expiresAt).toBe(last);
    const decisions = await team.get(`waiting-list-decisions?entryId=${waiter.id}`);
    expect(decisions.text).toContain('The session begins earlier, so places are kept for a shorter time.');
    expect(part<{ expiresAt: string }>(await other.view(), 'offer').expiresAt).toBe(soon);
  });

  it('for a session that is called off and for another hears so once, and waits on for the other', async () => {
    const other = await app.make.session(event, { capacity: 1 });
    await Holder.in(app, other.id);
    const [alone, both] = [await waiting(), await waiting([session, other])];
    await team.post(`sessions/${session.id}/cancel`, { reason: 'The wall is not safe.' });
    await passAMinute(app);
    await passAMinute(app);
    expect(await alone.told()).toEqual(['waiting', 'waiting-ended']);
    expect(await both.told()).toEqual(['waiting', 'waiting-changed']);
    const [mail] = await both.deliver();
    const [end] = await alone.deliver();
    for (const told of [mail, end]) {
      expect(textOf(told)).toContain('Not taking place: Wednesday 12 June 2030, 10:30 to 11:00 (London time).');
      expect(textOf(told)).toContain('The reason: The wall is not safe.');
    }
  });

  it('hears nothing of what is called off where the team says that everybody has heard', async () => {
    const other = await app.make.session(event, { capacity: 1 });
    await Holder.in(app, other.id);
    const offered = await waiting();
    await holder.cancel({ places: 1 });
    await lookForThoseWhoWait(app);
    expect(await offered.state()).toBe('offered');
    const [alone, both] = [await waiting(), await waiting([session, other])];
    await team.post(`sessions/${session.id}/cancel`, { reason: 'The wall is not safe.', tellPeople: false });
    await passAMinute(app);
    expect([await alone.state(), await both.state()]).toEqual(['ended', 'waiting']);
    expect([await alone.told(), await both.told()]).toEqual([['waiting'], ['waiting']]);
    expect([await offered.state(), await offered.told()]).toEqual(['ended', ['waiting', 'offer']]);
  });

  it('for several times of what is called off as a whole hears so once', async () => {
    const other = await app.make.session(event, { capacity: 1 });
    await Holder.in(app, other.id);
    const both = await waiting([session, other]);
    await team.post(`events/${event.id}/cancel`, { reason: 'The wall is not safe.' });
    await passAMinute(app);
    await passAMinute(app);
    expect(await both.told()).toEqual(['waiting', 'waiting-ended']);
  });
});

describe('who is in a ballot that is not drawn', () => {
  let event: Event;
  let sessions: Session[];
  let ballot: PlannedBallot;
  beforeEach(async () => {
    event = await app.make.event({ venue: { address: 'Tavistock Square', safeNumber: 1000 } });
    const first = await app.make.session(event, { ...morning, capacity: 3 });
    sessions = [first, await app.make.session(event, { capacity: 3 })];
    ballot = await PlannedBallot.of(app, event, { sessions });
    ballot.open();
  });

  async function entered(preferences: readonly Session[] = sessions): Promise<string> {
    const answer = await ballot.enter({ preferences: preferences.map(({ id }) => id) });
    const id = part<string>(answer, 'id');
    await deliver(id);
    return id;
  }

  it('hears of the new time of one that they named, once', async () => {
    const [both, one, other] = [await entered(), await entered([sessions[0]!]), await entered([sessions[1]!])];
    const answer = await reschedule(sessions[0]!);
    expect(answer.body).toMatchObject({ reaches: 0, alsoTold: { mails: 2, withoutAddress: 0 } });
    const [mail, ...others] = await deliver(both);
    expect(others).toEqual([]);
    expect(mail!.parsed.subject).toBe('Changed: The garden in June');
    for (const words of [
      'something has changed about the times that you named: when, or where. We are sorry',
      'Your entry stands',
      `The reason: ${REASON}`,
      '1. Wednesday 12 June 2030, 14:00 to 15:00',
      'Tavistock Square',
      'you can withdraw it, and enter again with other times',
    ]) {
      expect(textOf(mail)).toContain(words);
    }
    expect(htmlOf(mail)).toContain('Wednesday 12 June 2030, 14:00 to 15:00');
    expect(htmlOf(mail)).toContain('/ballot-entries/');
    expect([await told(one), await told(other)]).toEqual([['ballot-entered', 'ballot-changed'], ['ballot-entered']]);
  });

  it('hears of the other address or time zone of the venue, by one mail for all times, before the draw', async () => {
    const both = await entered();
    expectProblem(await team.change(`venues/${event.venueId}`, { address: 'Woburn' }), 409, 'people_to_tell');
    const answer = await readdress(event, { timeZone: 'Europe/Paris' });
    expect([answer.status, answer.body]).toMatchObject([200, { reaches: 0, alsoTold: { mails: 1 } }]);
    const [mail, ...others] = await deliver(both);
    expect(others).toEqual([]);
    expect(textOf(mail)).toContain('Gordon Square');
    expect(textOf(mail)).toContain('1. Wednesday 12 June 2030, 11:30 to 12:00');
    expect(textOf(mail)).toContain(`The reason: ${REASON}`);
  });

  it('hears of the other place once for all times, and is not told to withdraw once entries have closed', async () => {
    const both = await entered();
    ballot.end();
    const answer = await team.post(`events/${event.id}/relocate`, { venueId: await venueElsewhere(), reason: REASON });
    expect(answer.body).toMatchObject({ alsoTold: { mails: 1 } });
    const [mail, ...others] = await deliver(both);
    expect(others).toEqual([]);
    expect(textOf(mail)).toContain('Mill Lane');
    expect(textOf(mail)).toContain('Entries have closed.');
    expect(textOf(mail)).toContain(`The reason: ${REASON}`);
  });

  it('needs no second mail while the first is unsent, nor after the draw, nor where people are not to be told', async () => {
    const fresh = part<string>(await ballot.enter(), 'id');
    await reschedule(sessions[0]!);
    expect(await told(fresh)).toEqual(['ballot-entered']);
    expect(textOf((await deliver(fresh))[0])).toContain('14:00 to 15:00');
    await readdress(event, { tellPeople: false });
    ballot.end();
    await ballot.work();
    await readdress(event, { address: 'Woburn Place' });
    expect(await told(fresh)).not.toContain('ballot-changed');
  });

  it('hears of a time that is called off once, and of all that are with the event by the end of the ballot', async () => {
    const [both, one] = [await entered(), await entered([sessions[0]!])];
    await team.post(`sessions/${sessions[0]!.id}/cancel`, { reason: 'The wall is not safe.' });
    const [mail] = await deliver(both);
    expect(textOf(mail)).toContain('and not every one takes place');
    expect(textOf(mail)).toContain('1. Wednesday 12 June 2030, 10:30 to 11:00: does not take place');
    expect(textOf(mail)).toContain('The reason: The wall is not safe.');
    expect(textOf((await deliver(one))[0])).toContain('the time that you named will not take place');
    await team.post(`events/${event.id}/cancel`, { reason: 'A storm.' });
    await ballot.work();
    expect(await told(both)).toEqual(['ballot-entered', 'ballot-changed', 'ballot-cancelled']);
  });

  it('hears nothing of what is called off without a word, nor of the event', async () => {
    const both = await entered();
    await team.post(`sessions/${sessions[0]!.id}/cancel`, { reason: 'The wall is not safe.', tellPeople: false });
    expect(await told(both)).toEqual(['ballot-entered']);
    await team.post(`events/${event.id}/cancel`, { reason: 'A storm.', tellPeople: false });
    await ballot.work();
    expect(await ballot.view()).toMatchObject({ body: { state: 'cancelled' } });
    expect(await told(both)).toEqual(['ballot-entered']);
  });
});
