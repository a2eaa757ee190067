import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { TestApp } from '../../support/test-app.js';

it('takes no more connections than it says, and closes one more at once', async () => {
  await using app = await TestApp.start({}, { works: false });
  const server: Server = app.nest.getHttpServer();
  expect(server.maxConnections).toBe(20_000);
  server.maxConnections = 1;
  const port = Number(new URL(app.url).port);
  const first = connect(port, '127.0.0.1');
  await once(first, 'connect');
  const second = connect(port, '127.0.0.1').on('error', () => {});
  await once(second, 'close');
  expect(first.destroyed).toBe(false);
  first.destroy();
});
