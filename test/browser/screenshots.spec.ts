import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { everyPage, type PageState, whatsOn } from './support/every-page.js';
import { House } from './support/house.js';
import { DESK, PHONE } from './support/visitor.js';

const FOLDER = fileURLToPath(new URL('screenshots/', import.meta.url));
const PAPER = { width: 673, height: 1000 };

/** Resolves when the fonts are there and two frames have been drawn since. */
const PAINTED = `document.fonts.ready.then(
  () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
)`;

const LOOKS = [
  ['phone', PHONE, { media: 'screen', colorScheme: 'light' }],
  ['desk', DESK, { media: 'screen', colorScheme: 'light' }],
  ['dark', PHONE, { media: 'screen', colorScheme: 'dark' }],
  ['print', PAPER, { media: 'print', colorScheme: 'light' }],
] as const;

/** What people take along on paper. */
const PRINTED = /^(event|places)/;

let house: House;
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  house = await House.open();
});
afterAll(() => house.close());

/** Pictures for people to look at, in a folder that Git ignores; nothing compares them. */
it('every page has its picture taken', async () => {
  const { page } = await house.visitor();
  // First, while there is nothing but the sample programme.
  await takePictures(page, whatsOn());
  for (const state of await everyPage(house)) await takePictures(page, state);
  expect(await house.empty()).toEqual([]);
}, 600_000);

async function takePictures(page: Page, { name, open }: PageState): Promise<void> {
  await page.emulateMedia({ media: 'screen' });
  await open(page);
  for (const [look, screen, media] of LOOKS) {
    if (look === 'print' && !PRINTED.test(name)) continue;
    await page.setViewportSize(screen);
    await page.emulateMedia(media);
    await page.evaluate(PAINTED);
    await page.screenshot({ path: `${FOLDER}${name}.${look}.png`, fullPage: true, animations: 'disabled' });
  }
}
