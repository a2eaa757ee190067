import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { Registration, RegistrationService } from '#registration';
import { linkIn } from './support/invites.js';
import { House } from './support/house.js';
import { Occasions } from './support/occasions.js';
import { field, fillParty, REFERENCE, send, takePlaces } from './support/steps.js';

let house: House;
let occasions: Occasions;
let page: Page;
beforeAll(async () => {
  house = await House.open({ RATE_LIMITS: 'register=0,manage=0,admin=0,lookup=4' });
  occasions = new Occasions(house.app);
});
afterAll(() => house.close());
beforeEach(async () => {
  ({ page } = await house.visitor({ script: false }));
});
afterEach(async () => {
  expect(await house.empty()).toEqual([]);
});

describe('a time that is full', () => {
  it('is said to be, and leads to the other times', async () => {
    const { event, sessions } = await occasions.crowdedDay();
    await page.goto(occasions.formOf(event, sessions[0]!));
    expect(await heading(page)).toMatch(/taken/i);
    await page.getByRole('main').getByRole('button').last().click();
    expect(new URL(page.url()).pathname).toBe(occasions.formOf(event, sessions[2]!));
  });

  it('takes what was typed along to the time that is chosen instead', async () => {
    const { event, sessions } = await occasions.day({}, [{ capacity: 2 }, { capacity: 1 }, { capacity: 9 }]);
    await page.goto(occasions.formOf(event, sessions[0]!));
    await fillParty(page, { size: 2, name: 'Ada Birch', email: 'ada@example.org', guests: ['Tom'] });
    await occasions.places(sessions[0]!);
    await send(page);
    expect(await page.locator(`button[formaction*="${sessions[1]!.id}"]`).count()).toBe(0);
    await page.locator(`button[formaction*="${sessions[2]!.id}"]`).click();
    expect(await field.size(page, 2).isChecked()).toBe(true);
    expect(await field.guest(page, 1).inputValue()).toBe('Tom');
    await send(page);
    expect(await page.getByRole('article').innerText()).toMatch(REFERENCE);
  });

  it('offers what is left to a smaller party', async () => {
    const { event, sessions } = await occasions.day({}, [{ capacity: 3 }]);
    await page.goto(occasions.formOf(event, sessions[0]!));
    await fillParty(page, { size: 3, name: 'Ada Birch', email: 'ada@example.org' });
    await occasions.places(sessions[0]!);
    await send(page);
    await page.locator(`button[formaction*="${sessions[0]!.id}"]`).click();
    await send(page);
    expect(await page.getByRole('article').innerText()).toMatch(REFERENCE);
  });
});

it.each([
  ['has closed', () => occasions.closed(), /no longer/i],
  ['has not opened', () => occasions.notYetOpen(), /yet/i],
  ['is cancelled', async () => (await occasions.cancelledSession()).form, /cancelled/i],
])('a time that %s has no form', async (_, form, words) => {
  await page.goto(await form());
  expect(await heading(page)).toMatch(words);
  expect(await page.getByRole('main').getByRole('textbox').count()).toBe(0);
});

it('a form that was opened in time and sent too late is refused in words', async () => {
  const form = await occasions.form({ registrationClosesAt: new Date(house.app.clock.now().getTime() + 60_000) });
  await page.goto(form);
  await fillParty(page, { size: 1, name: 'Ada Birch', email: 'ada@example.org' });
  house.app.clock.travel({ minutes: 2 });
  expect(await send(page)).toBe(409);
  expect(await heading(page)).toMatch(/no longer/i);
});

it('somebody who has places already is told so, and mailed the link', async () => {
  const form = await occasions.form();
  const ada = { size: 1, name: 'Ada Birch', email: 'twice@example.org' };
  await takePlaces(page, form, ada);
  house.app.clock.travel({ minutes: 11 });
  expect(await takePlaces(page, form, ada)).toBe(409);
  expect(await page.getByRole('main').innerText()).toContain(ada.email);
  const [, link] = await house.app.mail.to(ada.email, 2);
  await page.goto(linkIn(link!, '/manage/'));
  expect(await page.getByRole('article').innerText()).toMatch(REFERENCE);
});

describe('places in a time that is near', () => {
  it('can be given up when it is too late to change them', async () => {
    const places = await occasions.lastMinute();
    await page.goto(places);
    expect(await deeds(page)).toEqual([`${places}/cancel`]);
    await page.goto(`${places}/change`);
    expect(new URL(page.url()).pathname).toBe(places);
  });

  it('cannot be given up once it has begun', async () => {
    const places = await occasions.begun();
    await page.goto(places);
    expect(await deeds(page)).toEqual([]);
    await page.goto(`${places}/cancel`);
    expect(new URL(page.url()).pathname).toBe(places);
  });

  it('are not changed by a form that was sent too late', async () => {
    const places = await occasions.lastMinute();
    await page.goto(`${places}/cancel`);
    house.app.clock.travel({ minutes: 31 });
    expect(await send(page)).toBe(409);
    expect(await heading(page)).toMatch(/too late/i);
  });

  it('say when the time was called off', async () => {
    await page.goto((await occasions.cancelledSession()).page);
    expect(await page.getByRole('main').innerText()).toMatch(/cancelled/i);
    expect(await page.locator('a[href$=".ics"]').count()).toBe(0);
  });
});

describe('a place that was not confirmed in time', () => {
  it('can still be had as long as nobody else has it', async () => {
    await page.goto((await occasions.holdOver()).check);
    await send(page);
    expect(await page.getByRole('article').innerText()).toMatch(REFERENCE);
  });

  it('is gone once somebody else has it', async () => {
    const { session, check } = await occasions.holdOver();
    await occasions.take(session);
    await page.goto(check);
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
    expect(await page.getByRole('main').locator('a[href^="/events/"]').count()).toBe(1);
  });

  it('is gone when somebody else takes it at that moment', async () => {
    const { session, check } = await occasions.holdOver();
    await page.goto(check);
    await occasions.take(session);
    expect(await send(page)).toBe(409);
    expect(await page.getByRole('main').locator('a[href^="/events/"]').count()).toBeGreaterThan(0);
  });
});

it.each(['/manage/half-a-link', '/check/half-a-link', '/manage/half-a-link/change'])(
  'a link that is not whole (%s) leads to the page that mails it again',
  async (path) => {
    expect((await page.goto(path))!.status()).toBe(401);
    expect(await page.getByRole('main').locator('a[href="/lost-link"]').count()).toBe(1);
  },
);

it.each(['/nothing', '/events/no-such-event', '/events/%00'])('an address with no page (%s) says so', async (path) => {
  expect((await page.goto(path))!.status()).toBe(404);
  expect(await page.getByRole('main').locator('a[href="/"]').count()).toBe(1);
});

describe('the lost link', () => {
  it('is answered with the same page whether the address is known or not, and only so often', async () => {
    await takePlaces(page, await occasions.form(), { size: 1, name: 'Ada Birch', email: 'lost@example.org' });
    house.app.clock.travel({ minutes: 11 });
    const known = await askForLink('lost@example.org');
    expect(await askForLink()).toEqual(known);
    const [, link] = await house.app.mail.to('lost@example.org', 2);
    expect(linkIn(link!, '/manage/')).toBeTruthy();
    expect(house.app.mail.mails.some(({ to }) => to.includes('nobody@example.org'))).toBe(false);
    expect([await askForLink(), await askForLink(), await askForLink()].map(({ status }) => status)).toEqual([
      200, 200, 429,
    ]);
  });

  async function askForLink(email = 'nobody@example.org') {
    await page.goto('/lost-link');
    await page.getByRole('textbox').fill(email);
    return { status: await send(page), page: await page.locator('body').innerHTML() };
  }
});

it('too many people at once are asked to come back in a moment', async () => {
  const form = await occasions.form();
  await page.goto(form);
  await fillParty(page, { size: 1, name: 'Ada Birch', email: 'busy@example.org' });
  const crowd = await house.app.database.transaction(async (tx) => {
    await tx.query('LOCK TABLE pools IN EXCLUSIVE MODE');
    const waiting = crowdOf(20_000);
    await nextTurn(); // the first batch has begun, and there is room for as many again
    waiting.push(...crowdOf(300));
    expect(await send(page)).toBe(503);
    return waiting;
  });
  await Promise.all(crowd);
  expect(await house.app.database.reader.countBy(Registration, { contactEmail: 'busy@example.org' })).toBe(0);
  await page.goBack();
  await send(page);
  expect(await page.getByRole('article').innerText()).toMatch(REFERENCE);
});

/** More than may wait, for a session that there is not, so that nothing comes of it. */
function crowdOf(size: number): Promise<unknown>[] {
  const registrations = house.app.nest.get(RegistrationService, { strict: false });
  const sessionId = '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f';
  return Array.from({ length: size }, async (_, index) => {
    const body = { sessionId, contact: { name: 'Somebody', email: `${index}@example.org` }, partySize: 1 };
    return registrations.register({ body, source: 'api', requestId: '' }).catch(() => undefined);
  });
}

async function heading(on: Page): Promise<string> {
  return on.getByRole('heading', { level: 1 }).innerText();
}

/** Where the page of somebody's places leads on to. */
async function deeds(on: Page): Promise<(string | null)[]> {
  const links = await on.locator('main a[href^="/manage/"]').all();
  return Promise.all(links.map(async (link) => link.getAttribute('href')));
}
