import { Injectable } from '@nestjs/common';
import { DomainError } from '#kernel';
import { Database, type Tx } from './database.js';
import { IdempotencyKeys, type IdempotentRequest } from './idempotency-keys.js';
import { keep, KeptRefusal, type KeptRefusalBody } from './kept-refusal.js';

/** Runs a piece of work in one transaction and answers what it answers. */
export type InTransaction = Database['transaction'];

/** The plain one, for callers without a key. */
export function inOne(database: Database): InTransaction {
  return (work) => database.transaction(work);
}

export interface KeyedCall {
  readonly idempotency: IdempotentRequest;
  readonly requestId: string;
}

export interface Once<T> {
  readonly answer: T;
  /** The answer was given before, to the same request. */
  readonly replayed: boolean;
}

type KeptBody = { readonly answer?: unknown } | { readonly refusal: KeptRefusalBody };

/** Does what comes with an Idempotency-Key at most once. */
@Injectable()
export class KeyedTransaction {
  constructor(
    private readonly database: Database,
    private readonly keys: IdempotencyKeys,
  ) {}

  /**
   * The key is claimed and the answer kept in the transaction of the work, so that neither is there
   * without the other. The same request at the same time waits for the first. The work's answer must
   * be plain JSON. Throws the work's refusal, KeptRefusal when it was given before,
   * IdempotencyKeyReused or StillRunning. Bugs and failures keep nothing.
   */
  async once<T>(call: KeyedCall, work: (tx: Tx) => Promise<T>): Promise<Once<T>> {
    const outcome = await this.database.transaction((tx) => this.settle(tx, call, work));
    if (outcome instanceof DomainError) throw outcome;
    return outcome;
  }

  private async settle<T>(tx: Tx, { idempotency, requestId }: KeyedCall, work: (tx: Tx) => Promise<T>) {
    const [claim] = await this.keys.claim(tx, [idempotency]);
    if (claim instanceof DomainError) return claim;
    if (claim !== 'claimed') return replay<T>(claim!.body as KeptBody);
    const outcome = await attempt(tx, work);
    const body: KeptBody = outcome instanceof DomainError ? { refusal: keep(outcome, requestId) } : outcome;
    const status = outcome instanceof DomainError ? outcome.status : 200;
    this.keys.complete(tx, [{ request: idempotency, answer: { status, body } }]);
    return outcome;
  }
}

/** A refused work leaves nothing but its refusal: it is undone to a savepoint, and the claim stays. */
async function attempt<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<Once<T> | DomainError> {
  try {
    return { answer: await tx.transaction(work), replayed: false };
  } catch (error) {
    if (error instanceof DomainError && error.status < 500) return error;
    throw error;
  }
}

function replay<T>(kept: KeptBody): Once<T> | DomainError {
  return 'refusal' in kept ? new KeptRefusal(kept.refusal) : { answer: kept.answer as T, replayed: true };
}
