import { type AddressInfo, createServer, type Socket } from 'node:net';
import { migrate } from '#database';
import { emptyDatabase } from '../support/postgres.js';

/** What is said to the person who started the program. */
const refusalOf = (url: string): Promise<string> => migrate(url).then(String, (error: Error) => error.message);

describe('a database that cannot be used is told in one sentence', () => {
  it('where no server listens', async () => {
    expect(await refusalOf('postgres://me:secret@127.0.0.1:1/garden')).toMatch(
      /^The database garden at 127\.0\.0\.1:1 cannot be reached \(.*ECONNREFUSED.*\): check DATABASE_URL and that the server runs\.$/,
    );
  });

  it('where the server is not known', async () => {
    const sentence = await refusalOf('postgres://me:secret@no-such-host.invalid/garden');
    expect(sentence).toMatch(/^The database garden at no-such-host\.invalid:5432 cannot be reached \(.+\): check /);
    expect(sentence).not.toContain('secret');
  });

  it('where the server has no such database', async () => {
    const database = await emptyDatabase();
    await database.drop();
    expect(await refusalOf(database.url)).toMatch(
      /^The database test_\w+ at .+ \(database "test_\w+" does not exist\)/,
    );
  });

  it('where the server is not PostgreSQL', async () => {
    await using server = await listening((socket) =>
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n', () => socket.destroy()),
    );
    expect(await refusalOf(server.url)).toMatch(/^The database garden .+ cannot be reached/);
  });

  it('where the server is too old', async () => {
    await using server = await listening((socket) => {
      socket.once('data', () => {
        socket.write(Buffer.concat([message('R', [0, 0, 0, 0]), READY]));
        socket.on('data', (query) => (query[0] === 'X'.charCodeAt(0) ? socket.end() : socket.write(row('150010'))));
      });
    });
    expect(await refusalOf(server.url)).toBe('The database server is PostgreSQL 15; Gatehouse needs 16 or later.');
  });
});

/** Something that listens where a database is expected. */
async function listening(talk: (socket: Socket) => void): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(talk);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://127.0.0.1:${port}/garden`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** PostgreSQL manual §54.7: a letter, the length, the rest. */
function message(letter: string, body: readonly number[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(letter), length, Buffer.from(body)]);
}

const READY = message('Z', [...Buffer.from('I')]);

/** The answer to a simple query: one row of one text. */
function row(text: string): Buffer {
  const name = [...Buffer.from('server_version_num\0')];
  const field = [0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 0];
  return Buffer.concat([
    message('T', [0, 1, ...name, ...field]),
    message('D', [0, 1, 0, 0, 0, text.length, ...Buffer.from(text)]),
    message('C', [...Buffer.from('SHOW\0')]),
    READY,
  ]);
}
