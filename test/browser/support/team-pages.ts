import type { Page } from 'playwright-core';
import { COMMAND, Invitations, StaffLinks } from '#staff';
import { oneTimeCode } from '../../support/one-time-code.js';
import type { TestApp } from '../../support/test-app.js';
import { PASSWORD, Teammate } from '../../support/teammate.js';
import type { PageState } from './every-page.js';
import type { House } from './house.js';
import { send } from './steps.js';

const password = (page: Page) => page.getByLabel(/password/i);
const code = (page: Page) => page.getByLabel(/code/i);

/** The pages for members of the team, as each of them comes to look. */
export async function teamPages({ app }: House): Promise<PageState[]> {
  return [...signInPages(app), ...(await accountPages(app)), ...(await passwordPages(app))];
}

function at(name: string, path: string): PageState {
  return { name, open: (page) => page.goto(path) };
}

function signInPages(app: TestApp): PageState[] {
  return [
    at('team-sign-in', '/team/sign-in'),
    at('team-sign-in-after-password', '/team/sign-in?told=password-set'),
    {
      name: 'team-sign-in-with-errors',
      open: async (page) => {
        // One who asks again and again from one place is made to wait, so that each asks as somebody else.
        await page.goto('/team/sign-in');
        await page.getByLabel(/e-mail/i).fill(`nobody-${++visits}@example.org`);
        await password(page).fill('not this one');
        await send(page);
      },
    },
    at('team-code', '/team/sign-in/code'),
    {
      name: 'team-code-with-errors',
      open: async (page) => {
        const guarded = await Teammate.joined(app);
        await addFactor(page, guarded);
        await signIn(page, guarded.email);
        await code(page).fill('000000');
        await send(page);
      },
    },
  ];
}

async function accountPages(app: TestApp): Promise<PageState[]> {
  const mate = await Teammate.joined(app);
  const guarded = await Teammate.joined(app, [{ role: 'viewer', eventIds: null }]);
  const toSecondFactor = async (page: Page, { email }: Teammate) => {
    await signIn(page, email);
    await page.goto('/team/second-factor');
  };
  return [
    { name: 'team-account', open: (page) => signIn(page, mate.email) },
    { name: 'team-second-factor', open: (page) => toSecondFactor(page, guarded) },
    {
      name: 'team-second-factor-with-errors',
      open: async (page) => {
        await toSecondFactor(page, guarded);
        await password(page).fill('not this one');
        await send(page);
      },
    },
    {
      name: 'team-second-factor-new',
      open: async (page) => {
        await toSecondFactor(page, guarded);
        await password(page).fill(PASSWORD);
        await send(page);
      },
    },
    {
      name: 'team-second-factor-new-with-errors',
      open: async (page) => {
        await toSecondFactor(page, guarded);
        await password(page).fill(PASSWORD);
        await send(page);
        await code(page).fill('000000');
        await send(page);
      },
    },
    {
      name: 'team-second-factor-on',
      open: async (page) => {
        const other = await Teammate.joined(app);
        await addFactor(page, other);
      },
    },
    {
      name: 'team-second-factor-off',
      open: async (page) => {
        await addFactor(page, await Teammate.joined(app));
        await page.goto('/team/second-factor');
      },
    },
  ];
}

async function passwordPages(app: TestApp): Promise<PageState[]> {
  const link = await app.database.transaction(async (tx) => {
    const wish = { name: 'May Linden', email: 'may@example.org', grants: [{ role: 'owner' as const, eventIds: null }] };
    const { id } = await app.service(Invitations).invite(tx, COMMAND, wish);
    const links = app.service(StaffLinks);
    return new URL(links.url(await links.make(tx, id, 'invitation'))).pathname;
  });
  return [
    at('team-password', link),
    {
      name: 'team-password-with-errors',
      open: async (page) => {
        await page.goto(link);
        await password(page).fill('short');
        await send(page);
      },
    },
    at('team-password-used', '/team/password/this-is-half-a-link'),
    at('team-lost-password', '/team/lost-password'),
    {
      name: 'team-lost-password-with-errors',
      open: async (page) => {
        await page.goto('/team/lost-password');
        await page.getByLabel(/e-mail/i).fill('may at home');
        await send(page);
      },
    },
    {
      name: 'team-lost-password-asked',
      open: async (page) => {
        await page.goto('/team/lost-password');
        await page.getByLabel(/e-mail/i).fill('may@example.org');
        await send(page);
      },
    },
  ];
}

let visits = 0;

async function signIn(page: Page, email: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto('/team/sign-in');
  await page.getByLabel(/e-mail/i).fill(email);
  await password(page).fill(PASSWORD);
  await send(page);
}

async function addFactor(page: Page, { email }: Teammate): Promise<void> {
  await signIn(page, email);
  await page.goto('/team/second-factor');
  await password(page).fill(PASSWORD);
  await send(page);
  const uri = await page.getByRole('link', { name: /opens the app/ }).getAttribute('href');
  await code(page).fill(oneTimeCode(uri!));
  await send(page);
}
