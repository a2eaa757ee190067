import type { Event } from '#programme';
import { EmailCheck, UnverifiedExpiry } from '#registration';
import { available, heldFor, toldTo } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({ confirmation: 'by-email' });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

async function held(capacity = 5) {
  const session = await app.make.session(event, { capacity });
  const answer = await app.register(session.id, { partySize: 2 });
  const left = () => available(app, event.slug, session.id);
  return { session, answer, id: String(answer.body['id']), left };
}

const confirm = (id: string) => app.service(EmailCheck).confirm(id);
const expire = () => app.service(UnverifiedExpiry).expireDue();

describe('an event that confirms by mail', () => {
  it('holds the places for 30 minutes and gives no link but by mail', async () => {
    const { answer, id, left } = await held();
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ state: 'unverified', reference: null, manageUrl: null, calendarUrl: null });
    expect(heldFor(answer)).toBe(30 * 60_000);
    expect(await left()).toBe(3);
    expect(await toldTo(app, id)).toMatchObject([{ kind: 'email-check' }]);
  });

  it('confirms when the link is followed, and mails the confirmation', async () => {
    const { id, left } = await held();
    expect(await confirm(id)).toMatchObject({ state: 'confirmed', heldUntil: null });
    expect(await left()).toBe(3);
    expect(await toldTo(app, id)).toMatchObject([{ kind: 'email-check' }, { kind: 'confirmation' }]);
  });

  it('changes nothing when the link is followed again', async () => {
    const { id } = await held();
    const first = await confirm(id);
    expect(await confirm(id)).toEqual(first);
    expect(await toldTo(app, id)).toHaveLength(2);
  });

  it('gives the places back when the hold has run out, and not before', async () => {
    const { left } = await held();
    app.clock.travel({ minutes: 29 });
    await expire();
    expect(await left()).toBe(3);
    app.clock.travel({ minutes: 1 });
    expect(await expire()).toBeGreaterThanOrEqual(2);
    expect(await left()).toBe(5);
    expect(await expire()).toBe(0);
  });

  it('takes the places anew for somebody who follows the link too late, while there are some', async () => {
    const { id, left } = await held();
    app.clock.travel({ minutes: 31 });
    await expire();
    expect(await confirm(id)).toMatchObject({ state: 'confirmed' });
    expect(await left()).toBe(3);
  });

  it('says how many places are left to somebody who follows the link when others have them', async () => {
    const { id, session } = await held(3);
    app.clock.travel({ minutes: 31 });
    await expire();
    await app.register(session.id, { partySize: 2 });
    await expect(confirm(id)).rejects.toMatchObject({ code: 'hold_ended', status: 409, data: { available: 1 } });
  });

  it('takes an address once when two holds of it ended and both links are followed', async () => {
    const { id, session } = await held();
    const [{ contact_email: email }] = await app.database.reader.query('SELECT * FROM registrations WHERE id = $1', [
      id,
    ]);
    app.clock.travel({ minutes: 31 });
    await expire();
    const again = await app.register(session.id, { email });
    await confirm(String(again.body['id']));
    await expect(confirm(id)).rejects.toMatchObject({ code: 'already_registered' });
  });

  it('confirms nothing in a session that was cancelled in the meantime', async () => {
    const { id, session } = await held();
    await app.database.reader.query(`UPDATE sessions SET status = 'cancelled' WHERE id = $1`, [session.id]);
    await expect(confirm(id)).rejects.toMatchObject({ code: 'session_cancelled' });
  });
});
