import type { Event, Session } from '#programme';
import { Holder, part } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let event: Event;
let session: Session;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  event = await app.make.event({ partyLimit: 4 });
  session = await app.make.session(event, { capacity: 100 });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(async () => expect(await app.faults()).toEqual([]));

async function placesOf(person: Record<string, unknown>): Promise<{ ticketCode: string }[]> {
  const holder = await Holder.in(app, session.id, { name: 'Ada', ...person });
  return part(await holder.view(), 'places');
}

describe('a party', () => {
  it('is refused above the limit of the event, which is named', async () => {
    const answer = await app.register(session.id, { partySize: 5 });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      code: 'party_too_large',
      limit: 4,
      errors: [{ pointer: '/partySize', code: 'party_too_large' }],
    });
    expect((await app.register(session.id, { partySize: 4 })).status).toBe(201);
  });

  it('has a place for the contact and for each guest, in order', async () => {
    expect(await placesOf({ partySize: 3, guests: [{ name: 'Tom' }, { name: 'May' }] })).toMatchObject([
      { name: 'Ada' },
      { name: 'Tom' },
      { name: 'May' },
    ]);
  });

  it('has unnamed places for the guests that were not named', async () => {
    const places = await placesOf({ partySize: 4, guests: [{ name: 'Tom' }, {}] });
    expect(places).toMatchObject([{ name: 'Ada' }, { name: 'Tom' }, { name: null }, { name: null }]);
  });

  it('leaves the contact out who names as many guests as places', async () => {
    expect(await placesOf({ partySize: 2, guests: [{ name: 'Tom' }, { name: 'May' }] })).toMatchObject([
      { name: 'Tom' },
      { name: 'May' },
    ]);
  });

  it('is refused with more guests than places', async () => {
    const answer = await app.register(session.id, { partySize: 1, guests: [{ name: 'Tom' }, { name: 'May' }] });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ pointer: '/guests', code: 'too_many_guests' }] });
  });

  it('has a ticket code of its own for each person', async () => {
    const places = await placesOf({ partySize: 4 });
    const codes = places.map(({ ticketCode }) => ticketCode);
    expect(new Set(codes).size).toBe(4);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
  });

  it('may say what each person and the party needs', async () => {
    const holder = await Holder.in(app, session.id, {
      partySize: 2,
      accessNeeds: 'Two seats together.\r\nNear the door.',
      guests: [{ name: 'Tom', accessNeeds: 'A wheelchair place.' }],
    });
    expect((await holder.view()).body).toMatchObject({
      accessNeeds: 'Two seats together.\nNear the door.',
      places: [{ accessNeeds: null }, { accessNeeds: 'A wheelchair place.' }],
    });
  });

  it.each([
    [0, 'too_small'],
    [-1, 'too_small'],
    [1.5, 'invalid_type'],
    ['2', 'invalid_type'],
    [null, 'invalid_type'],
    [1e9, 'party_too_large'],
    [2 ** 53, 'too_big'],
    [[2], 'invalid_type'],
    [true, 'invalid_type'],
  ])('of %j people is refused', async (partySize, code) => {
    const answer = await app.register(session.id, { partySize: partySize as number });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ pointer: '/partySize', code }] });
  });
});
