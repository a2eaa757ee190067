import type { Page } from 'playwright-core';
import { inviteIn, linkIn } from './support/invites.js';
import { House } from './support/house.js';
import { BOTH_WAYS, fillParty, formOf, news, REFERENCE, referenceOn, send, takePlaces } from './support/steps.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

describe.each(BOTH_WAYS)('a place at the lecture, $how', ({ script }) => {
  const email = `ada-${script ? 'script' : 'plain'}@example.org`;
  let page: Page;
  let form: string;
  let firstAnswer: string;
  beforeAll(async () => {
    ({ page } = await house.visitor({ script }));
    form = formOf(house.sample.lecture, house.sample.lecture.sessions[0]!);
  });
  afterAll(async () => {
    expect(await house.empty()).toEqual([]);
  });

  it('is found on the page of what is on', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: house.sample.lecture.title }).click();
    await page.locator(`main a[href="${form}"]`).first().click();
    expect(new URL(page.url()).pathname).toBe(form);
  });

  it('is kept until the link in the mail is followed', async () => {
    await fillParty(page, { size: 1, name: 'Ada Birch', email });
    await send(page);
    firstAnswer = await answerOn(page);
    expect(firstAnswer).toContain(email);
    expect(firstAnswer).toContain('hh:mm');
    expect(firstAnswer).not.toMatch(REFERENCE);
  });

  it('is confirmed by the one button behind the link, not by the link', async () => {
    const [mail] = await house.app.mail.to(email);
    const link = linkIn(mail!, '/check/');
    await page.goto(link);
    await page.goto(link);
    expect(await page.getByRole('main').getByRole('button').count()).toBe(1);
    await page.getByRole('main').getByRole('button').click();
    expect(new URL(page.url()).pathname).toMatch(/^\/manage\//);
    expect(await news(page).innerText()).toContain('confirmed');
    expect(await referenceOn(page)).toMatch(REFERENCE);
  });

  it('comes with an invite for the calendar', async () => {
    const [, confirmation] = await house.app.mail.to(email, 2);
    expect(inviteIn(confirmation!)).toMatchObject({ method: 'REQUEST', sequence: 0, faults: [] });
    expect(confirmation!.parsed.text).toContain(await referenceOn(page));
    expect(linkIn(confirmation!, '/manage/')).toBe(page.url().split('?')[0]);
  });

  it('goes on to the places when the link in the first mail is followed again', async () => {
    const [mail] = await house.app.mail.to(email);
    await page.goto(linkIn(mail!, '/check/'));
    expect(await referenceOn(page)).toMatch(REFERENCE);
  });

  it('cannot be asked after: the same address is answered with the same page', async () => {
    await takePlaces(page, form, { size: 1, name: 'Somebody Else', email });
    expect(await answerOn(page)).toBe(firstAnswer);
  });

  it('sends the holder of the address the link again, though not with every try', async () => {
    house.app.clock.travel({ minutes: 11 });
    await takePlaces(page, form, { size: 1, name: 'Somebody Else', email });
    const [, , link] = await house.app.mail.to(email, 3);
    expect(link!.parsed.text).toContain('/manage/');
    expect(() => inviteIn(link!)).toThrow('no invite');
    expect(house.app.mail.mails.filter(({ to }) => to.includes(email))).toHaveLength(3);
    expect(await house.app.faults()).toEqual([]);
  });
});

/** The page's own part, but for the time until which the place is kept. */
async function answerOn(page: Page): Promise<string> {
  return (await page.locator('body').innerHTML()).replace(/\d\d:\d\d/g, 'hh:mm');
}
