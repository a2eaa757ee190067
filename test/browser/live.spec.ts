import type { Page } from 'playwright-core';
import { Registration } from '#registration';
import { House } from './support/house.js';
import { BOTH_WAYS, fillParty, formOf, REFERENCE, takePlaces } from './support/steps.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());
afterEach(async () => {
  expect(await house.empty()).toEqual([]);
});

describe('a timetable that is being read', () => {
  it.each(['garden', 'lecture'] as const)('shows the places that others take meanwhile (%s)', async (which) => {
    const event = house.sample[which];
    const { page } = await house.visitor();
    await page.clock.install();
    await page.goto(`/events/${event.slug}`);
    const places = page.locator(`[data-session="${event.sessions[0]!.id}"] [data-places]`).first();
    const before = Number.parseInt(await places.innerText(), 10);
    await house.app.register(event.sessions[0]!.id, { partySize: 3 });
    await page.clock.fastForward(30_000);
    await saying(page, `${before - 3}`);
    expect(await places.innerText()).toMatch(new RegExp(`^${before - 3} (places )?left$`));
  });

  it('says when a time has filled', async () => {
    const { garden } = house.sample;
    const { page } = await house.visitor();
    await page.clock.install();
    await page.goto(`/events/${garden.slug}`);
    const row = page.locator(`[data-session="${garden.sessions[7]!.id}"]`);
    for (const partySize of [6, 6, 6, 6, 6, 6, 3]) await house.app.register(garden.sessions[7]!.id, { partySize });
    await page.clock.fastForward(30_000);
    await row.getByText('1 left').waitFor();
    await house.app.register(garden.sessions[7]!.id);
    await page.clock.fastForward(30_000);
    await row.getByText('full').waitFor();
    expect(await row.getAttribute('data-state')).toBe('full');
  });

  it('asks for one answer each time, and for none while nobody looks', async () => {
    const visitor = await house.visitor();
    await visitor.page.clock.install();
    await visitor.page.goto(`/events/${house.sample.garden.slug}`);
    const asked = () => visitor.requests.filter((request) => request.url().includes('/api/v1/events/')).length;
    await visitor.page.clock.fastForward(20_000);
    expect(asked()).toBe(1);
    await visitor.page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: 'hidden' })`);
    await visitor.page.clock.fastForward(20_000);
    expect(asked()).toBe(1);
  });
});

describe.each(BOTH_WAYS)('a form that is sent twice, $how', ({ script }) => {
  it('takes one place and shows it', async () => {
    const { garden } = house.sample;
    const email = `twice-${script ? 'script' : 'plain'}@example.org`;
    const { page, requests } = await house.visitor({ script });
    await page.goto(formOf(garden, garden.sessions[2]!));
    await fillParty(page, { size: 1, name: 'Ada Birch', email });
    await pressTwice(page);
    // The first press is a way that the browser leaves for the second: waiting for an address would end with it.
    await page.getByText(REFERENCE).first().waitFor();
    expect(page.url()).toContain('/manage/');
    expect(await registrationsOf(email)).toBe(1);
    expect(requests.filter((request) => request.method() === 'POST')).toHaveLength(script ? 1 : 2);
  });

  it('is not sent again by going back and forth', async () => {
    const { garden } = house.sample;
    const email = `back-${script ? 'script' : 'plain'}@example.org`;
    const { page } = await house.visitor({ script });
    await takePlaces(page, formOf(garden, garden.sessions[2]!), { size: 1, name: 'Ada Birch', email });
    await page.goBack();
    await page.goForward();
    await page.goBack();
    await page.getByRole('main').getByRole('button').click();
    await page.waitForLoadState();
    expect(await registrationsOf(email)).toBe(1);
    expect(await house.app.faults()).toEqual([]);
  });
});

function registrationsOf(contactEmail: string): Promise<number> {
  return house.app.database.reader.countBy(Registration, { contactEmail });
}

/** What is sent first arrives at once, but its answer takes its time: until the button was pressed again. */
async function pressTwice(page: Page): Promise<void> {
  const [arrived, pressedAgain] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.route('**/sessions/*', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    arrived.resolve();
    await pressedAgain.promise;
    await route.fulfill({ response }).catch(() => undefined);
  });
  const button = page.getByRole('main').getByRole('button');
  await button.scrollIntoViewIfNeeded();
  const { x, y } = (await button.boundingBox())!;
  await page.mouse.click(x + 9, y + 9);
  await arrived.promise;
  await page.mouse.click(x + 9, y + 9);
  pressedAgain.resolve();
}

async function saying(page: Page, words: string): Promise<void> {
  await page
    .locator('[data-places]')
    .getByText(new RegExp(`^${words}\\b`))
    .first()
    .waitFor();
}
