const STATEMENT_MS = 20_000;

/**
 * How long a connection may be silent while an answer is due (longer than any statement may take, so that a server
 * that is only slow speaks first), and how a dead one is noticed while none is.
 */
export const SILENCE = {
  query_timeout: STATEMENT_MS + 5000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} as const;

export const CONNECTION = {
  ...SILENCE,
  statement_timeout: STATEMENT_MS,
  // A process that is gone without a word holds its locks so long; see also `mayPause`.
  idle_in_transaction_session_timeout: 10_000,
  // Statements go out without waiting for the answers to those before (see `read` and `write`). And a silent connection
  // is closed: without this the driver would give it back to the pool, perhaps inside an open transaction.
  pipeline: true,
};
