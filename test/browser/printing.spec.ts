import { House } from './support/house.js';
import { Occasions } from './support/occasions.js';
import { REFERENCE } from './support/steps.js';
import type { Visitor } from './support/visitor.js';

let house: House;
let visitor: Visitor;
beforeAll(async () => {
  house = await House.open();
  visitor = await house.visitor();
});
afterAll(() => house.close());

const NAMES = ['Tom Birch', 'Hazel Underhill-Featherstonehaugh', 'Rowan', 'Ash', 'Linden'];

describe.each(['lecture', 'fringe', 'garden'] as const)('the confirmation of a party (%s), printed', (which) => {
  beforeAll(async () => {
    const { sessions, registration } = house.sample[which];
    const guests = NAMES.slice(0, registration.partyLimit - 1).map((name) => ({ name }));
    const accessNeeds = 'A seat near the door, a place for a wheelchair, and somebody to walk with from the gate.';
    const party = { name: 'Ada Birch', partySize: registration.partyLimit, guests, accessNeeds };
    await visitor.page.goto(await new Occasions(house.app).confirmed(sessions.at(-1)!, party));
  });

  it('fits on one sheet', async () => {
    const sheet = await visitor.page.pdf({ format: 'A4', preferCSSPageSize: true });
    expect(sheet.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  });

  it('has on it what is needed on the day, and nothing to click', async () => {
    await visitor.page.emulateMedia({ media: 'print' });
    const words = await visitor.page.locator('body').innerText();
    for (const needed of [REFERENCE, 'Ada Birch', 'Tom Birch', 'WC1H 9JP', 'London time'])
      expect(words).toMatch(needed);
    expect(await visitor.page.getByRole('button').or(visitor.page.getByRole('navigation')).count()).toBe(0);
    expect(await visitor.page.locator('a:visible').count()).toBe(0);
  });

  afterAll(() => visitor.page.emulateMedia({ media: null }));
});

it('a place in a time that was called off does not look like one on paper', async () => {
  await visitor.page.goto((await new Occasions(house.app).cancelledSession()).page);
  await visitor.page.emulateMedia({ media: 'print' });
  expect(await visitor.page.locator('main').innerText()).toMatch(/cancelled/i);
});
