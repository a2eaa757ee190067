import { lintDocument } from './redocly.js';

it('the document of the API has nothing that a linter would warn of', async () => {
  expect(await lintDocument()).toEqual([]);
}, 60_000);
