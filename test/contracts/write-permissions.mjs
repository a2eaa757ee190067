/** `npm run docs:permissions`: writes docs/permissions.md from what the methods of the admin API need. */
import { writeFileSync } from 'node:fs';
import { readTypeScript } from '../support/typescript.mjs';

readTypeScript();
const { permissionsPage } = await import('./permissions.ts');
writeFileSync(new URL('../../docs/permissions.md', import.meta.url), permissionsPage());
