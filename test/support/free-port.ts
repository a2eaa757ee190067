import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that Linux gives to who asks for any (32768 to 60999), so that nobody is given it meanwhile. */
const [FROM, UNTIL] = [10_000, 32_000];

/** A port on loopback that nobody listens at. */
export async function freePort(): Promise<number> {
  const port = FROM + Math.floor(Math.random() * (UNTIL - FROM));
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return freePort();
  }
  await once(server.close(), 'close');
  return port;
}
