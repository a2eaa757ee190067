import type { Page } from 'playwright-core';
import type { EventView } from '#contracts';
import { inviteIn, type Invite } from './support/invites.js';
import { House } from './support/house.js';
import { BOTH_WAYS, field, fillParty, formOf, news, referenceOn, send, takePlaces } from './support/steps.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

describe.each(BOTH_WAYS)('places that somebody has, $how', ({ script }) => {
  const email = `may-${script ? 'script' : 'plain'}@example.org`;
  const [before, after] = script ? [0, 5] : [1, 6];
  let page: Page;
  let event: EventView;
  let first: Invite;
  let reference: string;
  let places: string;
  beforeAll(async () => {
    ({ page } = await house.visitor({ script }));
    event = house.sample.garden;
    await takePlaces(page, formOf(event, event.sessions[before]!), {
      size: 2,
      name: 'May Birch',
      email,
      guests: ['Tom'],
    });
    [places] = page.url().split('?') as [string];
    reference = await referenceOn(page);
    first = inviteIn((await house.app.mail.to(email))[0]!);
  });
  afterAll(async () => {
    expect(await house.empty()).toEqual([]);
    expect(await house.app.faults()).toEqual([]);
  });
  beforeEach(async () => {
    await page.goto(places);
  });

  it('can be moved to another time', async () => {
    await page.locator('a[href$="/move"]').click();
    await page.locator(`a[href*="${event.sessions[after]!.id}"]`).click();
    await page.getByRole('main').getByRole('button').click();
    expect(await news(page).innerText()).toMatch(/moved/i);
    expect(await page.getByRole('article').innerText()).toContain(clock(event.sessions[after]!.startsAt));
    expect(await referenceOn(page)).toBe(reference);
    const moved = await invite(1);
    expect(moved).toMatchObject({ method: 'REQUEST', uid: first.uid, sequence: 1, faults: [] });
    expect(moved.start).not.toBe(first.start);
    expect(await left(before)).toBe(40);
    expect(await left(after)).toBe(38);
  });

  it('can become more', async () => {
    await openChange();
    await fillParty(page, { size: 4, guests: ['Tom', 'Hazel', 'Rowan'] });
    await send(page);
    expect(await news(page).innerText()).toMatch(/changes/i);
    expect(await page.getByRole('article').innerText()).toContain('Rowan');
    expect(await invite(2)).toMatchObject({ method: 'REQUEST', uid: first.uid, sequence: 2, faults: [] });
    expect(await left(after)).toBe(36);
  });

  it('can become fewer', async () => {
    await openChange();
    await fillParty(page, { size: 3 });
    await send(page);
    expect(await page.getByRole('article').innerText()).not.toContain('Rowan');
    expect(await invite(3)).toMatchObject({ method: 'REQUEST', sequence: 3 });
    expect(await left(after)).toBe(37);
  });

  it('can have their names corrected', async () => {
    await openChange();
    expect(await field.guest(page, 2).inputValue()).toBe('Hazel');
    await fillParty(page, { guests: ['Thomas Birch'] });
    await send(page);
    expect(await page.getByRole('article').innerText()).toContain('Thomas Birch');
    expect(await invite(4)).toMatchObject({ method: 'REQUEST', sequence: 4 });
    expect(await left(after)).toBe(37);
  });

  it('can be given up in part', async () => {
    await openCancel();
    await page.locator('input[name="/places"][value="1"]').check();
    await send(page);
    expect(await news(page).innerText()).toMatch(/some/i);
    expect(await page.getByRole('article').innerText()).not.toContain('Hazel');
    expect(await invite(5)).toMatchObject({ method: 'REQUEST', sequence: 5 });
    expect(await left(after)).toBe(38);
  });

  it('ask how many are given up before any is', async () => {
    await openCancel();
    await send(page);
    expect(await page.getByRole('alert').getByRole('link').count()).toBe(1);
    expect(await left(after)).toBe(38);
  });

  it('can be given up altogether', async () => {
    await openCancel();
    await page.locator('input[name="/places"][value="all"]').check();
    await send(page);
    expect(await news(page).innerText()).toMatch(/given up/i);
    expect(await page.getByRole('main').innerText()).toContain(reference);
    expect(await invite(6)).toMatchObject({ method: 'CANCEL', uid: first.uid, sequence: 6, faults: [] });
    expect(await left(after)).toBe(40);
    expect(await page.locator('a[href*="/manage/"]').count()).toBe(0);
  });

  async function openChange(): Promise<void> {
    await page.locator('a[href$="/change"]').click();
  }

  async function openCancel(): Promise<void> {
    await page.locator('a[href$="/cancel"]').click();
  }

  /** The invite of the nth mail, counted from 0. */
  async function invite(index: number): Promise<Invite> {
    const mails = await house.app.mail.to(email, index + 1);
    expect(mails).toHaveLength(index + 1);
    return inviteIn(mails[index]!);
  }

  async function left(index: number): Promise<number> {
    const { body } = await house.app.get(`/api/v1/events/${event.slug}`);
    return (body as unknown as EventView).sessions[index]!.available;
  }
});

/** "14:30", as clocks in London show it. */
function clock(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/London' }).format(new Date(instant));
}
