import type { ChangeBody } from '#contracts';
import type { Event, NewQuestion, Session } from '#programme';
import { Holder, part } from '../../support/holder.js';
import { nextPerson, TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
let session: Session;
const QUESTION: NewQuestion = {
  label: 'Lunch?',
  help: '',
  kind: 'text',
  options: [],
  required: false,
  askedPer: 'party',
};
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({ questions: [QUESTION] });
  session = await app.make.session(event, { capacity: 200 });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

const party = () =>
  Holder.in(app, session.id, {
    name: 'Ada',
    partySize: 2,
    guests: [{ name: 'Tom', accessNeeds: 'A seat.' }],
    accessNeeds: 'Near the door.',
  });

describe('the holder of a manage link', () => {
  it('sees what was told, with the deadlines', async () => {
    const holder = await party();
    expect((await holder.view()).body).toMatchObject({
      ...{ id: holder.id, reference: holder.reference, state: 'confirmed', sessionId: session.id },
      ...{ eventSlug: event.slug, partySize: 2, accessNeeds: 'Near the door.', heldUntil: null },
      changesUntil: new Date(session.startsAt.getTime() - 60 * 60_000).toISOString(),
      cancellationUntil: session.startsAt.toISOString(),
      places: [{ name: 'Ada' }, { name: 'Tom', accessNeeds: 'A seat.' }],
    });
  });

  const CHANGES: [string, ChangeBody, object][] = [
    [
      'the name, and with it their own place',
      { contact: { name: 'Eve' } },
      { contact: { name: 'Eve' }, places: [{ name: 'Eve' }, { name: 'Tom' }] },
    ],
    ['the address', { contact: { email: 'eve@example.org' } }, { contact: { name: 'Ada', email: 'eve@example.org' } }],
    [
      'the telephone number',
      { contact: { phone: '020 7946 0123' } },
      { contact: { name: 'Ada', phone: '020 7946 0123' } },
    ],
    ['the guests', { guests: [{ name: 'May' }] }, { places: [{ name: 'Ada' }, { name: 'May', accessNeeds: null }] }],
    [
      'who comes instead of the contact',
      { guests: [{ name: 'May' }, { name: 'Jo' }] },
      { places: [{ name: 'May' }, { name: 'Jo' }] },
    ],
    ['what helps them', { accessNeeds: 'A lift.' }, { accessNeeds: 'A lift.', partySize: 2 }],
    ['what helps them to nothing', { accessNeeds: null }, { accessNeeds: null }],
  ];
  it.each(CHANGES)('changes %s and nothing else', async (_, change, expected) => {
    const holder = await party();
    const before = (await holder.view()).body;
    const answer = await holder.change(change);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject(expected);
    const same = [
      'id',
      'reference',
      'state',
      'sessionId',
      'partySize',
      'answers',
      'createdAt',
      'manageUrl',
      'calendarUrl',
    ];
    for (const key of same) expect(answer.body[key]).toEqual(before[key]);
    expect((await holder.view()).body).toEqual(answer.body);
    const left = change.contact?.email
      ? [{ kind: 'address-changed', recipient: (before['contact'] as unknown as { email: string }).email }]
      : [];
    expect(await holder.told()).toMatchObject([{ kind: 'confirmation' }, { kind: 'change' }, ...left]);
    expect(await holder.sequence()).toBe(1);
  });

  it('changes the answers', async () => {
    const holder = await party();
    const questions = part<{ id: string }[]>(await app.get(`/api/v1/events/${event.slug}`), 'questions');
    const answers = { [questions[0]!.id]: 'Soup' };
    expect((await holder.change({ answers })).body).toMatchObject({ answers });
    expect((await holder.change({ answers: { ...answers, x: 1 } })).status).toBe(422);
    expect((await holder.change({ answers: {} })).body).toMatchObject({ answers: {} });
  });

  it('keeps the ticket codes of who stays', async () => {
    const holder = await party();
    const codes = async () =>
      part<{ ticketCode: string }[]>(await holder.view(), 'places').map((one) => one.ticketCode);
    const before = await codes();
    await holder.change({ contact: { name: 'Eve' }, guests: [{ name: 'May' }] });
    expect(await codes()).toEqual(before);
  });

  it.each([
    ['an empty change', {}],
    ['what is there already', { contact: { name: 'Ada' }, partySize: 2, accessNeeds: ' Near the door. ' }],
    ['the same guests', { guests: [{ name: 'Tom', accessNeeds: 'A seat.' }] }],
  ])('mails nobody and raises no SEQUENCE by %s', async (_, change) => {
    const holder = await party();
    const before = (await holder.view()).text;
    const answer = await holder.change(change);
    expect([answer.status, answer.text]).toEqual([200, before]);
    expect(await holder.told()).toHaveLength(1);
    expect(await holder.sequence()).toBe(0);
  });

  it('is told at the new address', async () => {
    const holder = await party();
    const { email } = nextPerson();
    await holder.change({ contact: { email } });
    expect(await holder.told()).toMatchObject([{}, { kind: 'change', recipient: email }, { kind: 'address-changed' }]);
  });

  it('cannot take the address of somebody who has places, and nobody is mailed', async () => {
    const { email } = nextPerson();
    const [other, holder] = [await Holder.in(app, session.id, { email }), await party()];
    const answer = await holder.change({ contact: { email: email.toUpperCase() } });
    expect([answer.status, answer.body['code']]).toEqual([409, 'already_registered']);
    expect(answer.text).not.toContain('mailed');
    expect([await other.told(), await holder.told()].map((told) => told.length)).toEqual([1, 1]);
  });

  it.each([
    [{ id: 'x' }, '/id'],
    [{ state: 'cancelled' }, '/state'],
    [{ sessionId: 'x' }, '/sessionId'],
    [{ reference: 'GH-0000-0000' }, '/reference'],
    [{ contact: { nickname: 'A' } }, '/contact/nickname'],
    [{ contact: { name: '' } }, '/contact/name'],
    [{ contact: { email: null } }, '/contact/email'],
    [{ guests: [{ ticketCode: 'x' }] }, '/guests/0/ticketCode'],
    [{ partySize: 2, guests: [{}, {}, {}] }, '/guests'],
    [{ accessNeeds: 'x'.repeat(1001) }, '/accessNeeds'],
  ])('cannot change %j', async (change, pointer) => {
    const holder = await party();
    const answer = await holder.change(change);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'invalid_input', errors: [{ pointer }] });
    expect(await holder.sequence()).toBe(0);
  });

  it('cannot change what was given up', async () => {
    const holder = await party();
    await holder.cancel();
    const answer = await holder.change({ contact: { name: 'Eve' } });
    expect([answer.status, answer.body['code']]).toEqual([409, 'registration_cancelled']);
  });

  it('cannot change places in a cancelled session, which would put it back into calendars', async () => {
    const doomed = await app.make.session(event);
    const holder = await Holder.in(app, doomed.id, { partySize: 2 });
    await app.database.reader.query(`UPDATE sessions SET status = 'cancelled' WHERE id = $1`, [doomed.id]);
    const answers = [await holder.change({ contact: { name: 'Eve' } }), await holder.cancel({ places: 1 })];
    for (const answer of answers) expect([answer.status, answer.body['code']]).toEqual([409, 'session_cancelled']);
    expect(await holder.told()).toHaveLength(1);
  });
});

describe('in an event that confirms by mail', () => {
  it('the address stays, however it is written', async () => {
    const event = await app.make.event({ confirmation: 'by-email' });
    const session = await app.make.session(event);
    const { email } = nextPerson();
    const { EmailCheck, Links } = await import('#registration');
    const id = String((await app.register(session.id, { email })).body['id']);
    await app.service(EmailCheck).confirm(id);
    const headers = { authorization: `Manage ${app.service(Links).token('manage', id)}` };
    const change = (address: string) =>
      app.call('PATCH', `/api/v1/registrations/${id}`, { body: { contact: { email: address } }, headers });
    expect((await change('eve@example.org')).body).toMatchObject({ status: 409, code: 'address_fixed' });
    expect((await change(email.toUpperCase())).status).toBe(200);
  });
});
