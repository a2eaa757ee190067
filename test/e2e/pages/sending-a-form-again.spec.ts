import { UnverifiedExpiry } from '#registration';
import { TestApp } from '../../support/test-app.js';
import { available } from '../../support/holder.js';
import { formOf, goesTo, send } from './forms.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const ADA = { '/contact/name': 'Ada Birch', '/contact/email': 'ada@example.org', '/partySize': '2' };

async function form(wishes = {}) {
  const event = await app.make.event(wishes);
  const session = await app.make.session(event);
  const fields = { ...ADA, idempotencyKey: `key of ${session.id}` };
  const take = () => send(app, formOf(event, session), fields);
  return { take, left: () => available(app, event.slug, session.id) };
}

describe('a form sent again', () => {
  it('takes places anew when those of the first time were given up', async () => {
    const { take, left } = await form();
    const first = goesTo(await take()).split('?')[0]!;
    goesTo(await send(app, `${first}/cancel`, { '/places': 'all' }));
    const second = goesTo(await take()).split('?')[0]!;
    expect(second).not.toBe(first);
    expect(await left()).toBe(18);
  });

  it('takes places anew when nobody confirmed them in time, and not before', async () => {
    const { take, left } = await form({ confirmation: 'by-email' });
    await take();
    await take();
    expect(await left()).toBe(18);
    app.clock.travel({ minutes: 31 });
    await app.service(UnverifiedExpiry).expireDue();
    expect(await left()).toBe(20);
    expect((await take()).text).toContain('Check your mail');
    expect(await left()).toBe(18);
  });
});

describe('what a page says was done', () => {
  it('is not said against what is so now', async () => {
    const { take } = await form();
    const registered = goesTo(await take());
    const base = registered.split('?')[0]!;
    expect((await app.get(registered)).text).toContain('Your places are confirmed');
    expect((await app.get(`${base}?done=given-up`)).text).not.toContain('You have given up');
    const givenUp = goesTo(await send(app, `${base}/cancel`, { '/places': 'all' }));
    expect((await app.get(givenUp)).text).toContain('somebody else can come now');
    for (const done of ['registered', 'confirmed', 'changed', 'moved', 'some-given-up']) {
      expect((await app.get(`${base}?done=${done}`)).text).not.toContain('role="status"');
    }
  });

  it('is sober where a memorial is held', async () => {
    const { take } = await form({ mood: 'memorial' });
    const base = goesTo(await take()).split('?')[0]!;
    const { text } = await app.get(goesTo(await send(app, `${base}/cancel`, { '/places': 'all' })));
    expect(text).toContain('Thank you for letting us know.');
    expect(text).not.toContain('somebody else');
  });
});
