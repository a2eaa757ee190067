import { readTypeScript } from './typescript.mjs';

export default async function setUp() {
  readTypeScript();
  const { startTestServer } = await import('./postgres-server.ts');
  globalThis.testServer = await startTestServer();
}
