import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Changes } from '#changes';
import { TestApp } from '../../support/test-app.js';
import { Watcher } from '../../support/watcher.js';
import { LiveStreams } from '../../../apps/server/src/live/live-streams.service.js';

it('cuts off who does not read, while others go on', async () => {
  await using app = await TestApp.start({}, { works: false });
  const event = await app.make.event();
  const headers = await app.key('owner');
  await using reader = await Watcher.of(app, event.id, headers);
  const { hostname, port } = new URL(app.url);
  const lazy = connect({ port: Number(port), host: hostname });
  lazy.pause();
  lazy.on('error', () => {});
  lazy.write(
    `GET /api/v1/admin/events/${event.id}/live HTTP/1.1\r\nhost: x\r\nauthorization: ${headers['authorization']}\r\n\r\n`,
  );
  const streams = app.service(LiveStreams);
  while (streams.count < 2) await sleep(20);
  const changes = app.service(Changes);
  let told = 0;
  const kind = `event.${'x'.repeat(3000)}`;
  const some = Array.from({ length: 500 }, () => ({ eventId: event.id, kind, subjectId: event.id }));
  while (streams.count === 2 && told < 20_000) {
    await app.database.transaction((tx) => Promise.resolve(changes.put(tx, some)));
    told += some.length;
    await reader.until(() => reader.kinds.length === told, 15_000);
  }
  expect(streams.count).toBe(1);
  expect(reader.isOver).toBe(false);
  lazy.destroy();
}, 60_000);
