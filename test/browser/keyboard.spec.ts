import type { Locator, Page } from 'playwright-core';
import { House } from './support/house.js';
import { field, formOf, news, REFERENCE, referenceOn } from './support/steps.js';

let house: House;
let page: Page;
beforeAll(async () => {
  house = await House.open();
  ({ page } = await house.visitor());
});
afterAll(() => house.close());

describe('by the keyboard alone', () => {
  it('the head of the page can be skipped', async () => {
    await page.goto('/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('main:focus').count()).toBe(1);
  });

  it('a time can be chosen', async () => {
    const { garden } = house.sample;
    await follow(page.getByRole('link', { name: garden.title }));
    await follow(page.locator(`a[href="${formOf(garden, garden.sessions[0]!)}"]`));
    expect(new URL(page.url()).pathname).toBe(formOf(garden, garden.sessions[0]!));
  });

  it('a party can be described', async () => {
    await reach(field.size(page, 1));
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    expect(await field.size(page, 2).isChecked()).toBe(true);
    await type(field.name(page), 'Ada Birch');
    await type(field.email(page), 'ada at home');
    await type(field.guest(page, 1), 'Tom');
    await page.keyboard.press('Enter');
  });

  it('what is wrong can be put right', async () => {
    await page.getByRole('alert').waitFor();
    await follow(page.getByRole('alert').getByRole('link'));
    expect(await isFocused(field.email(page))).toBe(true);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('ada@example.org');
    await press(sendButton());
    await page.waitForURL(/\/manage\//);
    expect(await referenceOn(page)).toMatch(REFERENCE);
  });

  it('the places can be moved', async () => {
    const to = house.sample.garden.sessions[1]!;
    await follow(page.locator('a[href$="/move"]'));
    await follow(page.locator(`a[href*="${to.id}"]`));
    await press(sendButton());
    expect(await news(page).innerText()).toMatch(/moved/i);
  });

  it('the party can be changed', async () => {
    await follow(page.locator('a[href$="/change"]'));
    await reach(field.size(page, 2));
    await page.keyboard.press('ArrowRight');
    await type(field.guest(page, 2), 'May');
    await press(sendButton());
    expect(await page.getByRole('article').innerText()).toContain('May');
  });

  it('places can be given up', async () => {
    await follow(page.locator('a[href$="/cancel"]'));
    await reach(page.getByRole('radio').first());
    await page.keyboard.press('Space');
    await press(sendButton());
    expect(await news(page).innerText()).toMatch(/given up/i);
    expect(await house.empty()).toEqual([]);
  });
});

function sendButton(): Locator {
  return page.locator('main form button[type="submit"]');
}

/** Goes on by Tab until the keyboard is there, as far as a patient person would. */
async function reach(element: Locator): Promise<void> {
  await element.waitFor();
  for (let steps = 0; steps < 80; steps++) {
    if (await isFocused(element)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(element)}.`);
}

async function type(element: Locator, text: string): Promise<void> {
  await reach(element);
  await page.keyboard.type(text);
}

async function follow(link: Locator): Promise<void> {
  await reach(link);
  const before = page.url();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.href !== before);
}

async function press(button: Locator): Promise<void> {
  await reach(button);
  await page.keyboard.press('Space');
}

async function isFocused(element: Locator): Promise<boolean> {
  return (await element.and(page.locator(':focus')).count()) === 1;
}
