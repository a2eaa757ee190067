import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { House } from './support/house.js';
import { Occasions } from './support/occasions.js';

const FILE = fileURLToPath(new URL('screenshots/readme-pages.png', import.meta.url));
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 1104 };

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

/** `docs/images/pages.png` is a copy of this picture, made by hand when the pages have come to look different. */
it('the picture of the README can be taken anew', async () => {
  const { fringe, lecture } = house.sample;
  const party = { name: 'Ada Birch', partySize: 2, guests: [{ name: 'Tom Birch' }] };
  const places = await new Occasions(house.app).confirmed(fringe.sessions[2]!, party);
  const phone = (await house.visitor({ screen: PHONE, sharpness: 2 })).page;
  const desk = (await house.visitor({ screen: DESK, sharpness: 2 })).page;
  const pictures = [
    [await shot(phone, `/events/${fringe.slug}`), 340],
    [await shot(phone, places), 340],
    [await shot(desk, `/events/${lecture.slug}`), 852],
  ] as const;
  const { page } = await house.visitor({ screen: { width: 1600, height: 784 } });
  await page.setContent(
    `<body style="${TABLE}">${pictures.map(([picture, width]) => framed(picture, width)).join('')}`,
  );
  await page.screenshot({ path: FILE });
});

const TABLE =
  'margin: 0; display: flex; gap: 17px; justify-content: center; align-items: center; height: 100vh; background: #d8d3c6';

function framed(picture: string, width: number): string {
  return `<img width="${width}" style="border: 1px solid #a9a493" src="data:image/png;base64,${picture}">`;
}

async function shot(page: Page, path: string): Promise<string> {
  await page.goto(path);
  await page.evaluate('document.fonts.ready');
  return (await page.screenshot({ animations: 'disabled' })).toString('base64');
}
