import { everyPage, type PageState } from './support/every-page.js';
import { House } from './support/house.js';
import { axeFaults } from './support/measure.js';
import { DESK, PHONE, type Visitor } from './support/visitor.js';

let house: House;
let pages: PageState[];
let visitor: Visitor;
beforeAll(async () => {
  house = await House.open();
  pages = await everyPage(house);
  visitor = await house.visitor();
});
afterAll(() => house.close());

describe.each([
  ['a phone', PHONE],
  ['a desk', DESK],
])('every page on %s', (_, screen) => {
  it.each(['light', 'dark'] as const)(
    'has nothing that axe-core finds wrong in %s colours',
    async (colorScheme) => {
      await visitor.page.setViewportSize(screen);
      await visitor.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const faults: Record<string, string[]> = {};
      for (const { name, open } of pages) {
        await open(visitor.page);
        const found = await axeFaults(visitor.page);
        if (found.length > 0) faults[name] = found;
      }
      expect(faults).toEqual({});
    },
    60_000,
  );
});

it('makes no browser complain and asks nobody else for anything', async () => {
  expect(await house.empty()).toEqual([]);
});
