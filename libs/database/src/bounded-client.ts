import pg from 'pg';

/** How long a statement may take. Then the server gives it up, and speaks first where it is only slow. */
export const STATEMENT_MS = 20_000;
const SILENCE_MS = 25_000;

/** How long a connection may be silent while an answer is due, and how a dead one is noticed while none is. */
export const SILENCE = { query_timeout: SILENCE_MS, keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

/**
 * A connection that hangs up when an answer does not come. With `query_timeout` alone the statement fails and the
 * connection goes back to the pool: whoever gets it next waits behind the same silence, or works on in a transaction
 * that nobody could roll back.
 */
export class BoundedClient extends pg.Client {
  // One signature for all the overloads of `query`; what it is given and answers is theirs.
  override query(...request: never[]): never {
    const answer: unknown = super.query(...(request as unknown as [string]));
    if (answer instanceof Promise) void answer.catch((error: unknown) => this.hangUpAfter(error));
    return answer as never;
  }

  /** With a statement under way `end` does not say goodbye, it closes the socket. */
  private hangUpAfter(error: unknown): void {
    if (error instanceof Error && error.message === 'Query read timeout') void this.end();
  }
}
