import { setTimeout as sleep } from 'node:timers/promises';
import { Message } from '#mail';
import { waiterFor } from '../../support/lock-waiters.js';
import { TestApp } from '../../support/test-app.js';

describe('an orderly stop', () => {
  it('lets the mail under way arrive and notes that it did', async () => {
    const app = await TestApp.start();
    const watcher = await app.beside();
    app.mail.pauseMs = 2000;
    const session = await app.make.session(await app.make.event());
    await app.register(session.id, { email: 'ada@example.org' });
    await app.mail.to('ada@example.org'); // the mail server has it and has not said yes
    await app.nest.close();
    expect(await watcher.database.reader.find(Message)).toMatchObject([{ state: 'sent', tries: 1 }]);
    await watcher[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  });

  it('answers the request under way, with its place and its mail', async () => {
    const app = await TestApp.start();
    const watcher = await app.beside();
    const session = await app.make.session(await app.make.event());
    let answer: ReturnType<typeof app.register> | undefined;
    let closed: Promise<void> | undefined;
    await watcher.database.transaction(async (tx) => {
      await tx.sql`SELECT FROM pools WHERE session_id = ${session.id} FOR UPDATE`;
      answer = app.register(session.id);
      await waiterFor(tx);
      closed = app.nest.close();
      await sleep(300);
    });
    expect((await answer!).status).toBe(201);
    await closed;
    expect(await watcher.database.reader.find(Message)).toMatchObject([{ kind: 'confirmation' }]);
    await watcher[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  });
});
