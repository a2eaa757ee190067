import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { readTypeScript } from './typescript.mjs';

const require = createRequire(import.meta.url);

readTypeScript();

/**
 * Lets Node itself load the spec files and the product, once in each of Jest's workers. Jest's own runtime loads every
 * module anew for every spec file: that took three quarters of the processor. The price: what a module or a global
 * keeps is there for the next spec file of the worker, as it is for the next server of a process; and no module can be
 * put in another's place, which no test here does.
 */
export default class BareRuntime {
  /** Jest's framework keeps the tests and listeners of one spec file: each gets it anew. */
  requireInternalModule(path) {
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
    delete require.cache[path];
    return require(path);
  }

  requireModule(path) {
    return require(path);
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    return import(pathToFileURL(path).href);
  }

  getSourceMaps() {
    return new Map();
  }

  setGlobalsForRuntime() {}
  enterTestCode() {}
  leaveTestCode() {}
  getAllCoverageInfoCopy() {}
  teardown() {}
}
