import { getMigrations } from 'better-auth/db/migration';
import { Authentication } from '#staff';
import { Provider } from '../../support/provider.js';
import { TestApp } from '../../support/test-app.js';

it('has the tables and columns that the library for accounts expects, and the library makes none', async () => {
  await using provider = await Provider.open();
  await using app = await TestApp.start(provider.settings, { works: false });
  const { toBeCreated, toBeAdded } = await getMigrations(app.service(Authentication).options);
  expect([toBeCreated, toBeAdded]).toEqual([[], []]);
});
