import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, libs, sources } from './sources.js';

/** A subject, and a role where the file has one. */
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?\.tsx?$/;
const ROLES = new Set([
  'controller',
  'entity',
  'errors',
  'filter',
  'guard',
  'job',
  'module',
  'options',
  'page',
  'pages',
  'pipe',
  'queries',
  'service',
  'spec',
  'transport',
]);

it('names files by subject and role', () => {
  const misnamed = sources({ tests: true })
    .map(({ path }) => path)
    .filter((path) => {
      const file = path.slice(path.lastIndexOf('/') + 1);
      const [, role, ending] = file.split('.');
      return !NAME.test(file) || (ending !== undefined && !ROLES.has(role!));
    });
  expect(misnamed).toEqual([]);
});

it.each(libs())('%s says what it is about and shows one face with named exports', (lib) => {
  const readme = readFileSync(join(ROOT, 'libs', lib, 'README.md'), 'utf8');
  expect(readme).toMatch(new RegExp(`^# ${lib}\n\n\\S`));
  const face = readFileSync(join(ROOT, 'libs', lib, 'src/index.ts'), 'utf8');
  expect(face).toMatch(/^export \{/m);
  expect(face).not.toMatch(/export default/);
  // `contracts` is shared from the first shape to the last; everything else has insides.
  if (lib !== 'contracts') expect(face).not.toMatch(/export \*/);
});

it('has a place in the order of the libs for each of them', () => {
  const order = readFileSync(join(ROOT, '.dependency-cruiser.mjs'), 'utf8');
  expect(libs().filter((lib) => !order.includes(`'${lib}',`))).toEqual([]);
});

it('installs from whichever registry npm is told', () => {
  expect(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
});
