import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Database } from '#database';
import { DataSource } from 'typeorm';
import { freshDatabase } from '../support/postgres.js';

const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
/** ErrorResponse (PostgreSQL manual, message formats): a server that goes. */
const GOING = (() => {
  const fields = Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
})();

it('a connection that dies in the moment when it is made fails its transaction, not the process', async () => {
  const store = await freshDatabase();
  const target = new URL(store.url);
  const port = Number(target.port);
  let dying = false;
  const sockets = new Set<Socket>();
  const door = createServer((client) => {
    const server = connect(port, target.hostname).on('error', () => client.destroy());
    sockets.add(client).add(server);
    client.pipe(server).on('error', () => client.destroy());
    server.on('data', (bytes) => {
      if (dying && bytes.subarray(-READY.length).equals(READY)) client.end(Buffer.concat([bytes, GOING]));
      else client.write(bytes);
    });
    client.on('error', () => server.destroy()).on('close', () => server.destroy());
  });
  await once(door.listen(0, '127.0.0.1'), 'listening');
  target.port = String((door.address() as AddressInfo).port);
  const options = { type: 'postgres', url: target.href, poolSize: 3, extra: { pipeline: true } } as const;
  const source = await new DataSource({ ...options, poolErrorHandler: () => {} }).initialize();
  const database = new Database(source);
  const done = Promise.withResolvers<void>();
  const busy = database.transaction(async (tx) => {
    await tx.query('SELECT 1');
    await done.promise;
  });
  dying = true;
  const failed = await Promise.allSettled([1, 2].map(() => database.transaction(async (tx) => tx.query('SELECT 1'))));
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  dying = false;
  done.resolve();
  await busy;
  expect(await database.transaction(async (tx) => tx.query<object[]>('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  await source.destroy();
  for (const socket of sockets) socket.destroy();
  door.close();
  await store.drop();
});
