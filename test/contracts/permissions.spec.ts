import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../architecture/sources.js';
import { permissionsPage } from './permissions.js';

it('docs/permissions.md says what the operations need now; npm run docs:permissions brings it up to date', () => {
  expect(readFileSync(join(ROOT, 'docs/permissions.md'), 'utf8')).toBe(permissionsPage());
});
