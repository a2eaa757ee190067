import type { Session } from '#programme';
import { Holder } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
let session: Session;
let ada: Holder;
let tom: Holder;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  session = await app.make.session(await app.make.event());
  [ada, tom] = [await Holder.in(app, session.id), await Holder.in(app, session.id)];
});
afterAll(() => app[Symbol.asyncDispose]());

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same token with one character exchanged for the next: in the last one, for bits that carry nothing. */
function altered(token: string, index: number): string {
  return token.slice(0, index) + LETTERS[(LETTERS.indexOf(token[index]!) + 1) % 64]! + token.slice(index + 1);
}

const tokenOf = ({ headers }: Holder) => headers['authorization']!.split(' ')[1]!;

describe('a manage token', () => {
  it('opens its registration, with the id in any letters and the scheme too', async () => {
    expect((await ada.view()).status).toBe(200);
    const authorization = `manage ${tokenOf(ada)}`;
    expect((await app.get(ada.path.replace(ada.id, ada.id.toUpperCase()), { authorization })).status).toBe(200);
  });

  it.each([
    ['no token', () => ({})],
    ['an empty one', () => ({ authorization: 'Manage ' })],
    ['another scheme', () => ({ authorization: `Bearer ${tokenOf(ada)}` })],
    ['two tokens', () => ({ authorization: `Manage ${tokenOf(ada)} ${tokenOf(ada)}` })],
  ])('is asked for with %s', async (_, headers) => {
    const answer = await app.get(ada.path, headers());
    expect([answer.status, answer.body['code']]).toEqual([401, 'unauthorized']);
    expect(answer.headers.get('www-authenticate')).toBe('Manage');
  });

  it.each([
    ['of somebody else', () => tokenOf(tom)],
    ['with another first character', () => altered(tokenOf(ada), 0)],
    ['with another last character', () => altered(tokenOf(ada), 42)],
    ['that is cut short', () => tokenOf(ada).slice(0, -1)],
    ['with a tail', () => `${tokenOf(ada)}A`],
    ['of the calendar file', () => ada.calendarUrl.split('/').at(-1)!.replace('.ics', '')],
    ['of nonsense', () => '%00'],
  ])('%s is refused in every operation', async (_, token) => {
    const headers = { authorization: `Manage ${token()}` };
    const answers = [
      await app.get(ada.path, headers),
      await app.call('PATCH', ada.path, { body: { partySize: 2 }, headers }),
      await app.post(`${ada.path}/move`, { sessionId: session.id }, headers),
      await app.post(`${ada.path}/cancel`, {}, headers),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.body['code']]).toEqual([401, 'invalid_manage_token']);
      expect(answer.headers.get('www-authenticate')).toBe('Manage');
    }
    expect((await ada.view()).body).toMatchObject({ state: 'confirmed', partySize: 1 });
  });

  it('is asked for before anything is said about the body', async () => {
    expect((await app.call('PATCH', ada.path, { body: { nonsense: 1 } })).status).toBe(401);
  });

  it('opens nothing at addresses that name no registration', async () => {
    for (const id of ['x', 'lookup', `${ada.id}x`, '00000000-0000-0000-0000-000000000000']) {
      expect((await app.get(`/api/v1/registrations/${id}`, ada.headers)).status).toBe(401);
    }
  });
});
