export default {
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  testEnvironment: '<rootDir>/test/support/bare-environment.mjs',
  runtime: '<rootDir>/test/support/bare-runtime.mjs',
  transform: {},
  globalSetup: '<rootDir>/test/support/postgres-setup.mjs',
  globalTeardown: '<rootDir>/test/support/postgres-teardown.mjs',
  maxWorkers: 3,
  // A spec file and what it holds is never quite forgotten; a worker that holds too much is made anew.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60_000,
};
