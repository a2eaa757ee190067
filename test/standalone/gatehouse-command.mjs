/** `npm run gatehouse -- …` without a build. */
import { readTypeScript } from '../support/typescript.mjs';

readTypeScript();
await import('../../apps/standalone/src/gatehouse.ts');
