import type { Locator, Page } from 'playwright-core';

/** Every story is told twice: nothing that people come for may need a script. */
export const BOTH_WAYS = [
  { how: 'with script', script: true },
  { how: 'without script', script: false },
] as const;

export interface Party {
  readonly size?: number;
  readonly name?: string;
  readonly email?: string;
  readonly guests?: readonly string[];
}

/** Fields are found as people find them: by what stands beside them. */
export const field = {
  size: (page: Page, size: number) =>
    page.getByRole('group', { name: /how many people/i }).getByRole('radio', { name: String(size), exact: true }),
  name: (page: Page) => page.getByRole('textbox', { name: /^your name/i }),
  email: (page: Page) => page.getByRole('textbox', { name: /your e-mail/i }),
  guest: (page: Page, number: number) => page.getByRole('textbox', { name: new RegExp(`guest ${number}\\b`, 'i') }),
  guests: (page: Page) => page.getByRole('textbox', { name: /guest \d/i }),
  needs: (page: Page) => page.getByRole('textbox', { name: /anything that would/i }),
};

export async function fillParty(page: Page, { size, name, email, guests = [] }: Party): Promise<void> {
  if (size !== undefined) await field.size(page, size).check();
  if (name !== undefined) await field.name(page).fill(name);
  if (email !== undefined) await field.email(page).fill(email);
  for (const [index, guest] of guests.entries()) await field.guest(page, index + 1).fill(guest);
}

/** Presses the one button that sends the page's form; answers the status of the page that this leads to, once it is all there. */
export async function send(page: Page): Promise<number> {
  const answer = page.waitForResponse(
    (response) => response.request().isNavigationRequest() && response.status() !== 303,
  );
  await page.locator('main form button[type="submit"]:not([name])').click();
  await page.waitForLoadState();
  return (await answer).status();
}

/** Takes places from the form's page and leaves the visitor on the page that answers. */
export async function takePlaces(page: Page, form: string, party: Party): Promise<number> {
  await page.goto(form);
  await fillParty(page, party);
  return send(page);
}

export function formOf(event: { readonly slug: string }, session: { readonly id: string }): string {
  return `/events/${event.slug}/sessions/${session.id}`;
}

/** What the page says has just been done. */
export function news(page: Page): Locator {
  return page.getByRole('status');
}

export function errorSummary(page: Page): Locator {
  return page.getByRole('alert');
}

/** Waits for the keyboard to be there: a page sets it when it shows itself, which is later than its text can be read. */
export async function focused(element: Locator): Promise<void> {
  await element.and(element.page().locator(':focus')).waitFor();
}

export const REFERENCE = /GH-[0-9A-Z]{4}-[0-9A-Z]{4}/;

export async function referenceOn(page: Page): Promise<string> {
  return REFERENCE.exec(await page.locator('main').innerText())![0];
}
