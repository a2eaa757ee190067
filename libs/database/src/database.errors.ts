import { DomainError } from '#kernel';
import { QueryRunnerAlreadyReleasedError } from 'typeorm';
import { sqlState } from './sql-state.js';

/** The connection was lost between the COMMIT and its answer: the work is done as a whole, or not at all. */
export class OutcomeUnknown extends DomainError {
  readonly code = 'outcome_unknown';
  readonly status = 503;
  override readonly retryAfter = 2;
  constructor(override readonly cause: unknown) {
    super(
      'Something went wrong on our side at the last moment, and this was done or it was not. If it was, a mail is on its way. With the same Idempotency-Key it is safe to send it again.',
    );
  }
}

/** The database cannot be reached or cannot write; nothing was done. */
export class Unavailable extends DomainError {
  readonly code = 'unavailable';
  readonly status = 503;
  override readonly retryAfter = 5;
  constructor() {
    super('Our records cannot be reached at this moment. Nothing was done; please try again in a few seconds.');
  }
}

/**
 * SQLSTATE classes (PostgreSQL manual, appendix A) of a server in trouble: connection exceptions, insufficient
 * resources (disk full), operator intervention (shutdown, statement timeout), system errors; and an ended transaction.
 */
const IN_TROUBLE = /^(08|53|57|58|25P0[34])/;
const UNREACHABLE = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
/** What `pg` says without a code. */
const LOST = /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable/;

/** Whether the database failed, and not the statement. */
export function isOutage(error: unknown): boolean {
  const state = sqlState(error);
  if (state) return IN_TROUBLE.test(state);
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  const cause = (error as { driverError?: unknown } | undefined)?.driverError ?? error;
  const { code = '', message = '' } = (cause ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return UNREACHABLE.test(String(code)) || LOST.test(String(message));
}
