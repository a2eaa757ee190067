import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { inviteIn, readInvite } from './support/invites.js';
import { House } from './support/house.js';
import {
  BOTH_WAYS,
  errorSummary,
  field,
  fillParty,
  focused,
  formOf,
  news,
  REFERENCE,
  referenceOn,
  send,
} from './support/steps.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

describe.each(BOTH_WAYS)('places in a garden entry, $how', ({ script }) => {
  const email = `tom-${script ? 'script' : 'plain'}@example.org`;
  const index = script ? 3 : 4;
  let page: Page;
  let form: string;
  beforeAll(async () => {
    ({ page } = await house.visitor({ script }));
    const { garden } = house.sample;
    form = formOf(garden, garden.sessions[index]!);
    await page.goto(`/events/${garden.slug}`);
  });
  afterAll(async () => {
    expect(await house.empty()).toEqual([]);
  });

  it('are chosen in the timetable', async () => {
    const row = page.locator(`a[href="${form}"]`);
    expect(await row.innerText()).toMatch(/1[12]:[03]0\s+to\s+12:[03]0[^]*40 left/);
    await row.click();
    expect(new URL(page.url()).pathname).toBe(form);
  });

  it('ask for as many names as there are guests', async () => {
    expect(await field.guests(page).count()).toBe(0);
    await field.size(page, 3).check();
    expect(await field.guests(page).count()).toBe(2);
    await field.size(page, 6).check();
    expect(await field.guests(page).count()).toBe(5);
    await field.size(page, 1).check();
    expect(await field.guests(page).count()).toBe(0);
  });

  describe('when something is missing', () => {
    beforeAll(async () => {
      await fillParty(page, { size: 2, email: 'tom at home', guests: ['May Birch'] });
      await field.needs(page).fill('A seat near the door,\nplease.');
      await send(page);
    });

    it('say so before the form, and put the focus there', async () => {
      expect(await page.title()).toMatch(/^please check/i);
      expect(await errorSummary(page).getByRole('link').count()).toBe(2);
      await focused(errorSummary(page));
    });

    it('lose nothing that was typed', async () => {
      expect(await field.size(page, 2).isChecked()).toBe(true);
      expect(await field.email(page).inputValue()).toBe('tom at home');
      expect(await field.guest(page, 1).inputValue()).toBe('May Birch');
      expect(await field.needs(page).inputValue()).toBe('A seat near the door,\nplease.');
    });

    it('lead to each field, which says what is wrong with it', async () => {
      const faulty = [field.name(page), field.email(page)];
      for (const [position, input] of faulty.entries()) {
        await errorSummary(page).getByRole('link').nth(position).click();
        await focused(input);
        expect(await input.getAttribute('aria-invalid')).toBe('true');
        const fault = page.locator(`[id="${(await input.getAttribute('aria-describedby'))!.split(' ').at(-1)}"]`);
        expect(await fault.innerText()).toMatch(/please/i);
      }
    });
  });

  it('are confirmed at once, with a reference to keep', async () => {
    await fillParty(page, { name: 'Tom Birch', email });
    await send(page);
    expect(new URL(page.url()).pathname).toMatch(/^\/manage\//);
    expect(await news(page).innerText()).toContain('confirmed');
    expect(await referenceOn(page)).toMatch(REFERENCE);
    const sheet = await page.getByRole('article').innerText();
    for (const words of ['Tom Birch', 'May Birch', script ? '11:30 to 12:00' : '12:00 to 12:30', 'WC1H 9JP'])
      expect(sheet).toContain(words);
  });

  it('take no second place when the page is loaded again', async () => {
    await page.reload();
    const seen = await house.app.get(`/api/v1/events/${house.sample.garden.slug}`);
    const { sessions } = seen.body as unknown as typeof house.sample.garden;
    expect(sessions[index]!.available).toBe(38);
  });

  it('come by mail with an invite', async () => {
    const [mail] = await house.app.mail.to(email);
    expect(inviteIn(mail!)).toMatchObject({ method: 'REQUEST', sequence: 0, faults: [] });
    expect(mail!.parsed.text).toContain(await referenceOn(page));
  });

  it('can be put into calendars that take no invites', async () => {
    const hosts = ['calendar.google.com', 'outlook.live.com', 'outlook.office.com'];
    const links = await page.locator('main a[rel~="noreferrer"][href^="https:"]').all();
    const targets = await Promise.all(links.map(async (link) => new URL((await link.getAttribute('href'))!)));
    expect(targets.map(({ host }) => host)).toEqual(expect.arrayContaining(hosts));
    expect(targets.map(String).join(' ')).not.toContain(new URL(page.url()).pathname.split('/')[2]);
    expect(await downloadedEntry(page)).toMatchObject({ method: 'PUBLISH', faults: [] });
  });

  it('are the same entry in the file as in the mail', async () => {
    const [mail] = await house.app.mail.to(email);
    const { uid, start } = inviteIn(mail!);
    expect(await downloadedEntry(page)).toMatchObject({ uid, start });
    expect(await house.app.faults()).toEqual([]);
  });
});

async function downloadedEntry(page: Page) {
  const coming = page.waitForEvent('download');
  await page.locator('a[href^="/calendar/registrations/"]').click();
  return readInvite(await readFile(await (await coming).path(), 'utf8'));
}
