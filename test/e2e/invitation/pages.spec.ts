import { TestApp } from '../../support/test-app.js';
import { goesTo, send } from '../pages/forms.js';
import { GuestLists, type Invited } from './guest-lists.js';

let app: TestApp;
let lists: GuestLists;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
  lists = await GuestLists.open(app, { invited: 60, capacity: 80, private: true });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

const at = ({ url }: Invited) => new URL(url).pathname;

describe('the page of an invitation', () => {
  it('says who is invited, with how many and until when, and changes nothing', async () => {
    const invited = await lists.invite({ name: 'Ada Birch', title: 'Professor', partySize: 3 });
    const { status, text } = await app.get(at(invited));
    expect(status).toBe(200);
    expect(text).toContain('Professor Ada Birch');
    expect(text).toContain('up to 2 guests');
    expect(text).toContain('3 places are kept for you until');
    expect(text).not.toContain('Guests</'); // the name of the pool
    expect(text).toContain('name="robots" content="noindex"');
    expect(await lists.stateOf(invited)).toBe('pending');
  });

  it('takes a yes with names and needs, and shows the places then', async () => {
    const invited = await lists.invite({ name: 'Ada Birch', partySize: 2 });
    const fields = {
      '/partySize': '2',
      '/contact/name': 'Ada Birch',
      '/guests/0/name': 'Tom',
      '/accessNeeds': 'A ramp',
    };
    const answer = await send(app, `${at(invited)}/accept`, fields);
    expect(goesTo(answer)).toMatch(/^\/manage\/.*\?done=registered$/);
    const places = await app.get(goesTo(answer));
    expect(places.text).toContain('Tom');
    expect((await app.get(at(invited))).text).toContain('You have accepted. 2 places are yours.');
    expect(goesTo(await send(app, `${at(invited)}/accept`, fields))).toBe(at(invited));
    expect((await lists.team.get(`invitations/${invited.id}`)).body).toMatchObject({ coming: 2, source: 'web' });
  });

  it('says what is wrong beside the field, and keeps what was typed', async () => {
    const invited = await lists.invite({ partySize: 2 });
    const sent = { '/partySize': '3', '/contact/name': 'Ada & Tom', '/contact/email': 'ada at home' };
    const { status, text } = await send(app, `${at(invited)}/accept`, sent);
    expect(status).toBe(422);
    expect(text).toContain('Ada &amp; Tom');
    const more = await send(app, `${at(invited)}/accept`, { '/partySize': '3', '/contact/name': 'Ada' });
    expect([more.status, more.text]).toEqual([422, expect.stringContaining('A party here is at most 2 people.')]);
  });

  it('takes a no after asking, and another answer later', async () => {
    const invited = await lists.invite();
    expect((await app.get(`${at(invited)}/decline`)).text).toContain('No reason is needed');
    expect(await lists.stateOf(invited)).toBe('pending');
    expect(goesTo(await send(app, `${at(invited)}/decline`, {}))).toBe(`${at(invited)}?done=declined`);
    const after = await app.get(`${at(invited)}?done=declined`);
    expect(after.text).toContain('Thank you for letting us know');
    expect(after.text).toContain('I can come after all');
  });

  it('says whom to write to after many changes of mind', async () => {
    const invited = await lists.invite();
    const accept = () => send(app, `${at(invited)}/accept`, { '/partySize': '1', '/contact/name': 'Ada Birch' });
    for (let number = 1; number <= 5; number++) {
      expect(goesTo(await accept())).toContain('/manage/');
      expect(goesTo(await send(app, `${at(invited)}/decline`, {}))).toBe(`${at(invited)}?done=declined`);
    }
    const { status, text } = await accept();
    expect([status, text]).toEqual([409, expect.stringContaining('Please write to us, and we will note your answer.')]);
    expect(text).toContain('mailto:');
  });

  it('sends a deputy, who has a page of their own, and takes it back', async () => {
    const invited = await lists.invite({ name: 'Ada Birch' });
    const wrong = await send(app, `${at(invited)}/deputy`, { '/deputy/name': 'Tom Alder' });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('Their e-mail address')]);
    const deputy = { '/deputy/name': 'Tom Alder', '/deputy/email': 'tom@example.org' };
    expect(goesTo(await send(app, `${at(invited)}/deputy`, deputy))).toBe(`${at(invited)}?done=deputised`);
    expect((await app.get(at(invited))).text).toContain('Take this back and answer myself');
    expect(goesTo(await send(app, `${at(invited)}/recall`, {}))).toBe(`${at(invited)}?done=recalled`);
    expect((await app.get(at(invited))).text).toContain('Accept the invitation');
  });

  it('is answered anew where the deputy was withdrawn', async () => {
    const deputy = { '/deputy/name': 'Tom Alder', '/deputy/email': 'tom@example.org' };
    const abandoned = async () => {
      const invited = await lists.invite({ name: 'Ada Birch', partySize: 2 });
      await send(app, `${at(invited)}/deputy`, deputy);
      const { body } = await lists.team.get(`invitations/${invited.id}`);
      await lists.team.post(`invitations/${String(body['deputyId'])}/withdraw`);
      return invited;
    };
    const [coming, not, other] = [await abandoned(), await abandoned(), await abandoned()];
    const { text } = await app.get(`${at(coming)}?done=deputised`);
    expect(text).toContain('Nobody comes in your place any more.');
    expect(text).not.toContain('We have noted who comes');
    expect(text).toContain('I can come after all');
    expect(text).toContain('I cannot come');
    expect(text).toContain('Somebody else comes in my place');
    const yes = { '/partySize': '1', '/contact/name': 'Ada Birch' };
    expect(goesTo(await send(app, `${at(coming)}/accept`, yes))).toContain('/manage/');
    expect((await app.get(`${at(not)}/decline`)).text).toContain('No reason is needed');
    expect(goesTo(await send(app, `${at(not)}/decline`, {}))).toBe(`${at(not)}?done=declined`);
    expect((await app.get(`${at(other)}/deputy`)).text).toContain('Who comes in your place?');
    expect(goesTo(await send(app, `${at(other)}/deputy`, deputy))).toBe(`${at(other)}?done=deputised`);
  });

  it('says whom to write to where the deputy was withdrawn and the time to answer has passed', async () => {
    const closes = await GuestLists.open(app, {}, { registrationClosesAt: new Date(Date.now() + 3_600_000) });
    const invited = await closes.invite();
    await closes.as(invited).deputise({ name: 'Tom Alder', email: 'tom@example.org' });
    const { body } = await closes.team.get(`invitations/${invited.id}`);
    await closes.team.post(`invitations/${String(body['deputyId'])}/withdraw`);
    await app.database.reader.query('UPDATE events SET registration_closes_at = $2 WHERE id = $1', [
      closes.session.eventId,
      new Date('2026-02-01T09:00:00Z'),
    ]);
    const { text } = await app.get(at(invited));
    expect(text).toContain('The time to answer has passed.');
    expect(text).not.toContain('<form');
  });

  it('ends with the invitation', async () => {
    const invited = await lists.invite();
    await lists.team.post(`invitations/${invited.id}/withdraw`);
    const { text } = await app.get(at(invited));
    expect(text).toContain('This invitation has been withdrawn');
    expect(text).not.toContain('<form');
    expect(goesTo(await send(app, `${at(invited)}/accept`, { '/partySize': '1' }))).toBe(at(invited));
    const refused = await send(app, `${at(invited)}/decline`, {});
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('has been withdrawn')]);
  });

  it('says once whom to write to where no answer can be given any more', async () => {
    const over = { registrationClosesAt: new Date('2026-02-01T09:00:00Z') };
    const { url } = await (await GuestLists.open(app, {}, over)).invite();
    const { text } = await app.get(new URL(url).pathname);
    expect(text).toContain('The time to answer has passed.');
    expect(text.match(/write to/g)).toHaveLength(1);
    expect(text).not.toContain('can answer for you');
  });

  it('is not found by a link that was cut short', async () => {
    const { status, text } = await app.get(at(await lists.invite()).slice(0, -1));
    expect([status, text]).toEqual([401, expect.stringContaining('cut in two')]);
  });
});
