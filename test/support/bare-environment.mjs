const EXIT = Object.getOwnPropertyDescriptor(process, 'exit');

/** Jest's environment for `BareRuntime`: the process of the worker as it is. */
export default class BareEnvironment {
  global = globalThis;

  setup() {
    // Jest has put a reader of source maps here that knows nothing of what Node has loaded.
    Error.prepareStackTrace = undefined;
    process.setSourceMapsEnabled(true);
  }

  teardown() {
    // Jest wraps it anew for each spec file.
    Object.defineProperty(process, 'exit', EXIT);
  }

  getVmContext() {
    return null;
  }
}
