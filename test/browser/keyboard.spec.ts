import type { Locator, Page } from 'playwright-core';
import { House } from './support/house.js';
import { Keyboard } from './support/keyboard.js';
import { field, focused, formOf, news, REFERENCE, referenceOn } from './support/steps.js';

let house: House;
let page: Page;
let keyboard: Keyboard;
beforeAll(async () => {
  house = await House.open();
  ({ page } = await house.visitor());
  keyboard = new Keyboard(page);
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
    await keyboard.follow(page.getByRole('link', { name: garden.title }));
    await keyboard.follow(page.locator(`a[href="${formOf(garden, garden.sessions[0]!)}"]`));
    expect(new URL(page.url()).pathname).toBe(formOf(garden, garden.sessions[0]!));
  });

  it('a party can be described', async () => {
    await keyboard.reach(field.size(page, 1));
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    expect(await field.size(page, 2).isChecked()).toBe(true);
    await keyboard.type(field.name(page), 'Ada Birch');
    await keyboard.type(field.email(page), 'ada at home');
    await keyboard.type(field.guest(page, 1), 'Tom');
    await page.keyboard.press('Enter');
  });

  it('what is wrong can be put right', async () => {
    await page.getByRole('alert').waitFor();
    await keyboard.follow(page.getByRole('alert').getByRole('link'));
    await focused(field.email(page));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('ada@example.org');
    await keyboard.press(sendButton());
    await page.waitForURL(/\/manage\//);
    expect(await referenceOn(page)).toMatch(REFERENCE);
  });

  it('the places can be moved', async () => {
    const to = house.sample.garden.sessions[1]!;
    await keyboard.follow(page.locator('a[href$="/move"]'));
    await keyboard.follow(page.locator(`a[href*="${to.id}"]`));
    await keyboard.press(sendButton());
    expect(await news(page).innerText()).toMatch(/moved/i);
  });

  it('the party can be changed', async () => {
    await keyboard.follow(page.locator('a[href$="/change"]'));
    await keyboard.reach(field.size(page, 2));
    await page.keyboard.press('ArrowRight');
    await keyboard.type(field.guest(page, 2), 'May');
    await keyboard.press(sendButton());
    expect(await page.getByRole('article').innerText()).toContain('May');
  });

  it('places can be given up', async () => {
    await keyboard.follow(page.locator('a[href$="/cancel"]'));
    await keyboard.reach(page.getByRole('radio').first());
    await page.keyboard.press('Space');
    await keyboard.press(sendButton());
    expect(await news(page).innerText()).toMatch(/given up/i);
    expect(await house.empty()).toEqual([]);
  });
});

function sendButton(): Locator {
  return page.locator('main form button[type="submit"]');
}
