import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * A process beside the measurement that answers each message with one. It says something once when
 * it is ready, and ends when we do.
 */
export class Companion implements Disposable {
  private constructor(
    private readonly child: ChildProcess,
    /** The first that it said. */
    readonly greeting: unknown,
  ) {}

  /** `program` is a file of this folder. */
  static async start(program: string): Promise<Companion> {
    const child = fork(fileURLToPath(new URL(`./${program}`, import.meta.url)), { execArgv: [] });
    return new Companion(child, await answerOf(child));
  }

  async ask<Answer>(message: object | string): Promise<Answer> {
    const answer = answerOf(this.child);
    this.child.send(message);
    return (await answer) as Answer;
  }

  [Symbol.dispose](): void {
    this.child.disconnect();
  }
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const { signal } = over;
  const ended = once(child, 'exit', { signal }).then(([code, by]) => {
    throw new Error(`${child.spawnargs.at(-1)} ended with ${code ?? by}.`);
  });
  const answered = once(child, 'message', { signal }).then(([answer]) => answer as unknown);
  try {
    return await Promise.race([answered, ended]);
  } finally {
    // Neither is to be listened for any longer.
    over.abort();
    await Promise.allSettled([answered, ended]);
  }
}
