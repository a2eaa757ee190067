import { everyPage, type PageState } from './support/every-page.js';
import { House } from './support/house.js';
import { focus, smallTargets, tooWide } from './support/measure.js';
import { DESK, PHONE, type Visitor } from './support/visitor.js';
import type { Page } from 'playwright-core';

let house: House;
let pages: PageState[];
let visitor: Visitor;
beforeAll(async () => {
  house = await House.open();
  pages = await everyPage(house);
  visitor = await house.visitor();
});
afterAll(() => house.close());

describe('every page', () => {
  it('fits a screen of 320 pixels without scrolling sideways', async () => {
    await visitor.page.setViewportSize({ width: 320, height: 640 });
    expect(await faultsOf(tooWide)).toEqual({});
  }, 60_000);

  it.each([
    ['phone', PHONE],
    ['desk', DESK],
  ])(
    'fits a %s with text of twice the size',
    async (_, screen) => {
      const reader = await house.visitor({ screen, largeText: true });
      expect(await faultsOf(tooWide, reader)).toEqual({});
    },
    60_000,
  );

  it.each([
    ['phone', PHONE],
    ['desk', DESK],
  ])(
    'has targets of 44 pixels on a %s',
    async (_, screen) => {
      await visitor.page.setViewportSize(screen);
      expect(await faultsOf(smallTargets)).toEqual({});
    },
    60_000,
  );

  it('shows where the keyboard is', async () => {
    await visitor.page.setViewportSize(PHONE);
    expect(await faultsOf(invisibleFocus)).toEqual({});
  }, 60_000);
});

async function faultsOf(measure: (page: Page) => Promise<string[]>, { page } = visitor) {
  const faults: Record<string, string[]> = {};
  for (const { name, open } of pages) {
    await open(page);
    const found = await measure(page);
    if (found.length > 0) faults[name] = found;
  }
  return faults;
}

/** Goes once through the page by Tab. */
async function invisibleFocus(page: Page): Promise<string[]> {
  const unseen: string[] = [];
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press('Tab');
    const at = await focus(page);
    if (!at) break;
    if (!at.visible) unseen.push(at.name);
  }
  return unseen;
}
