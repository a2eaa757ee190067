/** A server as a process of its own, which a test can kill. Its settings are its environment. */
import { readTypeScript } from '../support/typescript.mjs';

readTypeScript();
await import('../../apps/server/src/main.ts');
