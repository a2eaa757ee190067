import type { Page } from 'playwright-core';
import { everyPage } from './support/every-page.js';
import { House } from './support/house.js';
import { axeFaults } from './support/measure.js';
import { type Findings, type Look, survey } from './support/survey.js';
import { DESK, PHONE } from './support/visitor.js';

const all = (page: Page) => axeFaults(page);
const colours = (page: Page) => axeFaults(page, 'colours');

const LOOKS: Record<string, Look> = {
  'on a phone, in light colours': { screen: PHONE, scheme: 'light', faults: all },
  'on a phone, in dark colours': { screen: PHONE, scheme: 'dark', faults: colours },
  'at a desk, in light colours': { screen: DESK, scheme: 'light', faults: all },
  'at a desk, in dark colours': { screen: DESK, scheme: 'dark', faults: colours },
};

let house: House;
let findings: Findings;
beforeAll(async () => {
  house = await House.open();
  const { page } = await house.visitor();
  findings = await survey(page, await everyPage(house), LOOKS);
}, 600_000);
afterAll(() => house.close());

describe('every page has nothing that axe-core finds wrong', () => {
  it.each(Object.keys(LOOKS))('%s', (look) => {
    expect(findings[look]).toEqual({});
  });
});
