import { strictFaults } from '#calendar';
import type { Event } from '#programme';
import { linesOf } from '../../calendar/entry.js';
import { calendarIn, deliver } from '../../support/delivery.js';
import { Holder } from '../../support/holder.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event();
});
afterAll(() => app[Symbol.asyncDispose]());

async function party(person = {}) {
  const [session, other] = [await app.make.session(event), await app.make.session(event)];
  return { holder: await Holder.in(app, session.id, { partySize: 2, ...person }), other };
}

/** What is mailed now, as method and the lines that a calendar goes by. */
async function entries(holder: Holder) {
  const calendars = (await deliver(app, holder.id)).map((mail) => calendarIn(mail)!);
  for (const calendar of calendars) expect(strictFaults(calendar)).toEqual([]);
  return calendars.map((calendar) => ({
    method: /^METHOD:(\w+)\r$/m.exec(calendar)![1],
    uid: linesOf(calendar, 'UID')[0],
    sequence: linesOf(calendar, 'SEQUENCE')[0],
    stamp: linesOf(calendar, 'DTSTAMP')[0]!,
    calendar,
  }));
}

describe('the calendar entry of a registration', () => {
  it('keeps its UID and raises its SEQUENCE through every change until it is cancelled', async () => {
    const { holder, other } = await party();
    const sent = await entries(holder);
    const steps = [
      () => holder.change({ contact: { name: 'Eve' } }),
      () => holder.change({ partySize: 3 }),
      () => holder.change({ partySize: 3 }),
      () => holder.cancel({ places: 1 }),
      () => holder.move(other.id),
      () => holder.cancel(),
      () => holder.cancel(),
    ];
    for (const step of steps) {
      expect((await step()).status).toBe(200);
      sent.push(...(await entries(holder)));
    }
    expect(sent.map(({ method, sequence }) => `${method} ${sequence}`)).toEqual([
      ...[0, 1, 2, 3, 4].map((sequence) => `REQUEST SEQUENCE:${sequence}`),
      'CANCEL SEQUENCE:5',
    ]);
    expect(new Set(sent.map(({ uid }) => uid)).size).toBe(1);
    expect(sent.map(({ stamp }) => stamp)).toEqual([...new Set(sent.map(({ stamp }) => stamp))].sort());
  });

  it('has a UID of its own for each registration', async () => {
    const all = await Promise.all([party(), party()]);
    const [one, two] = [(await entries(all[0].holder))[0]!, (await entries(all[1].holder))[0]!];
    expect(one.uid).not.toBe(two.uid);
    expect(one.uid).not.toContain(all[0].holder.id);
  });

  it('is mailed as it stands at last, once, when changes come faster than mail', async () => {
    const { holder } = await party();
    await holder.change({ partySize: 3 });
    await holder.change({ partySize: 1 });
    const sent = await entries(holder);
    expect(sent.map(({ method, sequence }) => [method, sequence])).toEqual([['REQUEST', 'SEQUENCE:2']]);
    expect((await holder.told()).map(({ state }) => state)).toEqual(['superseded', 'superseded', 'sent']);
  });

  it('is not invited to at all when it was given up before the mail went out', async () => {
    const { holder } = await party();
    await holder.cancel();
    const mails = await deliver(app, holder.id);
    expect(mails.map(calendarIn)).toEqual([undefined]);
    expect((await holder.told()).map(({ state }) => state)).toEqual(['superseded', 'sent']);
  });

  it('names the contact and no other guest', async () => {
    const { holder } = await party({ name: 'Ada Birch', guests: [{ name: 'Tom Elder', accessNeeds: 'A ramp.' }] });
    const [sent] = await entries(holder);
    expect(linesOf(sent!.calendar, 'ATTENDEE')).toHaveLength(1);
    expect(sent!.calendar).not.toMatch(/Tom|Elder|ramp|manage/);
  });

  it('goes to the new address after the address was changed', async () => {
    const { holder } = await party();
    await deliver(app, holder.id);
    const { email } = nextPerson();
    await holder.change({ contact: { email } });
    const [mail] = await deliver(app, holder.id);
    expect(mail!.to).toEqual([email]);
    expect(linesOf(calendarIn(mail!)!, 'ATTENDEE')[0]).toMatch(new RegExp(`mailto:${email}$`));
  });
});
