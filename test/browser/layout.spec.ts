import type { Page } from 'playwright-core';
import { everyPage } from './support/every-page.js';
import { House } from './support/house.js';
import { focus, smallTargets, tooWide } from './support/measure.js';
import { type Findings, type Look, survey } from './support/survey.js';
import { DESK, PHONE } from './support/visitor.js';

const LOOKS: Record<string, Look> = {
  'fits a screen of 320 pixels without scrolling sideways': { screen: { width: 320, height: 640 }, faults: tooWide },
  'has targets of 44 pixels on a phone': { screen: PHONE, faults: smallTargets },
  'has targets of 44 pixels at a desk': { screen: DESK, faults: smallTargets },
  'shows where the keyboard is': { screen: PHONE, faults: unseenFocus },
};

const LOOKS_WITH_LARGE_TEXT: Record<string, Look> = {
  'fits a phone': { screen: PHONE, faults: tooWide },
  'fits a desk': { screen: DESK, faults: tooWide },
};

let house: House;
let findings: Findings;
let withLargeText: Findings;
beforeAll(async () => {
  house = await House.open();
  const pages = await everyPage(house);
  findings = await survey((await house.visitor()).page, pages, LOOKS);
  withLargeText = await survey((await house.visitor({ largeText: true })).page, pages, LOOKS_WITH_LARGE_TEXT);
}, 600_000);
afterAll(() => house.close());

describe('every page', () => {
  it.each(Object.keys(LOOKS))('%s', (look) => {
    expect(findings[look]).toEqual({});
  });
});

describe('every page, with text of twice the size,', () => {
  it.each(Object.keys(LOOKS_WITH_LARGE_TEXT))('%s', (look) => {
    expect(withLargeText[look]).toEqual({});
  });
});

/** Goes once through the page by Tab. */
async function unseenFocus(page: Page): Promise<string[]> {
  const unseen: string[] = [];
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press('Tab');
    const at = await focus(page);
    if (!at) break;
    if (!at.visible) unseen.push(at.name);
  }
  return unseen;
}
