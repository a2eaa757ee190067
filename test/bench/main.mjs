import { readTypeScript } from '../support/typescript.mjs';

readTypeScript();
await import('./bench.ts');
