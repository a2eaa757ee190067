import type { Locator, Page } from 'playwright-core';
import { dayOf } from '#kernel';
import { GuestLists } from '../e2e/invitation/guest-lists.js';
import { PlannedBallot } from '../support/ballots.js';
import { House } from './support/house.js';
import { Keyboard } from './support/keyboard.js';
import { Occasions } from './support/occasions.js';
import { errorSummary, field, focused, news } from './support/steps.js';

let house: House;
let page: Page;
let keyboard: Keyboard;
beforeAll(async () => {
  house = await House.open();
});
beforeEach(async () => {
  ({ page } = await house.visitor());
  keyboard = new Keyboard(page);
});
afterEach(async () => expect(await house.empty()).toEqual([]));
afterAll(() => house.close());

describe('by the keyboard alone', () => {
  it('the waiting list can be joined and left', async () => {
    const day = await new Occasions(house.app).crowdedDay({ waitingList: true });
    await page.goto(`/events/${day.event.slug}`);
    await keyboard.follow(page.getByRole('link', { name: '10:00 to 10:30' }));
    await keyboard.follow(page.getByRole('link', { name: 'Join the waiting list' }));
    await keyboard.choose(page.getByRole('group', { name: /how many people/i }), field.size(page, 2));
    await keyboard.type(field.name(page), 'Ada Birch');
    await keyboard.press(sendButton());
    await putRight(page.getByRole('textbox', { name: /your e-mail/i }), 'ada-waits@example.org');
    const fewer = page.getByRole('group', { name: /would fewer places do/i });
    await keyboard.choose(fewer, fewer.getByRole('radio').last());
    await keyboard.press(sendButton());
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    const [mail] = await house.app.mail.to('ada-waits@example.org');
    await page.goto(/https?:\/\/\S+\/waiting\/\S+/.exec(mail!.parsed.text!)![0]);
    await keyboard.press(page.getByRole('button', { name: 'Leave the waiting list' }));
    await page.getByRole('heading', { name: 'You are not on the waiting list' }).waitFor();
  });

  it('a ballot can be entered, and the entry withdrawn', async () => {
    const { event, sessions } = await new Occasions(house.app).day({}, [{ capacity: 6 }, { capacity: 6 }]);
    const ballot = await PlannedBallot.of(house.app, event, { sessions });
    ballot.open();
    await page.goto(`/events/${event.slug}`);
    await keyboard.follow(page.getByRole('link', { name: 'Enter the ballot' }));
    await keyboard.press(sendButton());
    await putRight(page.getByRole('combobox', { name: 'First choice' }), dayOf(sessions[0]!.startsAt, 'Europe/London'));
    await keyboard.choose(page.getByRole('group', { name: /how many people/i }), field.size(page, 1));
    await keyboard.type(field.name(page), 'Ada Birch');
    await keyboard.type(field.email(page), 'ada-enters@example.org');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your entry in the ballot' }).waitFor();
    await keyboard.follow(page.getByRole('link', { name: 'Withdraw this entry' }));
    await keyboard.press(sendButton());
    expect(await news(page).innerText()).toContain('Your entry is withdrawn.');
  });

  it('an invitation can be declined, and accepted after all', async () => {
    const lists = await GuestLists.open(house.app, { private: true });
    const { url } = await lists.invite({ name: 'Ada Birch', partySize: 2 });
    await page.goto(new URL(url).pathname);
    await keyboard.follow(page.getByRole('link', { name: 'I cannot come' }));
    await keyboard.press(sendButton());
    expect(await news(page).innerText()).toContain('We have noted that you cannot come.');
    await keyboard.press(sendButton());
    const sizes = page.getByRole('group', { name: /how many people/i });
    await keyboard.follow(errorSummary(page).getByRole('link').first());
    await keyboard.choose(sizes, field.size(page, 2));
    await keyboard.type(field.guest(page, 1), 'Tom');
    await keyboard.press(sendButton());
    await page.waitForURL(/\/manage\//);
    expect(await page.getByRole('article').innerText()).toContain('Tom');
  });
});

/** Follows the summary of what is wrong, on which the keyboard is without a Tab, to the field, and fills that. */
async function putRight(wrong: Locator, text: string): Promise<void> {
  await focused(errorSummary(page));
  await keyboard.follow(errorSummary(page).getByRole('link').first());
  await focused(wrong);
  await page.keyboard.type(text);
}

function sendButton(): Locator {
  return page.locator('main form button[type="submit"]').first();
}
