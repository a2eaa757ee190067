import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, DomainError, KeyRotation, Secrets } from '#kernel';
import { Database, type Tx } from './database.js';
import {
  claimKeys,
  completeKeys,
  deleteKeysBefore,
  findKeys,
  findSealed,
  replaceAnswer,
} from './idempotency-keys.queries.js';

/** One request that carries an `Idempotency-Key`. */
export interface IdempotentRequest {
  /** Who asks: a hash of the credentials, or `public`. */
  readonly caller: string;
  readonly route: string;
  readonly key: string;
  readonly bodyHash: Buffer;
}

export interface KeptAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What became of a key: this request may go on, or an answer is there already, or a refusal. */
export type Claim = 'claimed' | KeptAnswer | DomainError;

export class IdempotencyKeyReused extends DomainError {
  readonly code = 'idempotency_key_reused';
  readonly status = 422;
  constructor() {
    super('This Idempotency-Key came with another request before. Use a new key for a new request.');
  }
}

export class StillRunning extends DomainError {
  readonly code = 'idempotency_key_in_use';
  readonly status = 409;
  override readonly retryAfter = 2;
  constructor() {
    super('The first request with this Idempotency-Key is still running. Please ask again in a moment.');
  }
}

const SEALED_AT_ONCE = 500;
const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * The same request sent again gets the same answer (IETF draft-ietf-httpapi-idempotency-key-header).
 * An operation claims and completes its key in the transaction of its deed, so that a crash leaves
 * neither the deed nor the key.
 */
@Injectable()
export class IdempotencyKeys implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('kept answers', () => this.sealAnew());
  }

  /** Claims the keys inside the caller's transaction; the answers stand in the order of the requests. */
  async claim(tx: Tx, requests: readonly IdempotentRequest[]): Promise<Claim[]> {
    if (requests.length === 0) return [];
    const fresh = new Set(await claimKeys(tx, requests, this.clock.now()));
    const known = requests.some((request) => !fresh.has(name(request)))
      ? await findKeys(tx, requests)
      : new Map<string, KeptKey>();
    return requests.map((request) => {
      if (fresh.delete(name(request))) return 'claimed';
      return this.judge(request, known.get(name(request)));
    });
  }

  /** Keeps the answers of claimed requests, in the same transaction. */
  complete(tx: Tx, answers: readonly { readonly request: IdempotentRequest; readonly answer: KeptAnswer }[]): void {
    if (answers.length === 0) return;
    completeKeys(
      tx,
      answers.map(({ request, answer }) => ({
        ...request,
        status: answer.status,
        answer: this.secrets.seal(JSON.stringify(answer.body)),
      })),
    );
  }

  /** Nightly work. */
  async forgetOld(): Promise<void> {
    await deleteKeysBefore(this.database.reader, new Date(this.clock.now().getTime() - KEPT_MS));
  }

  private async sealAnew(): Promise<number> {
    const { reader } = this.database;
    let count = 0;
    for (let after = FIRST; ;) {
      const found = await findSealed(reader, after, SEALED_AT_ONCE);
      for (const kept of found.filter(({ answer }) => !this.secrets.isCurrent(answer))) {
        await replaceAnswer(reader, kept, this.secrets.seal(this.secrets.open(kept.answer)));
        count++;
      }
      if (found.length < SEALED_AT_ONCE) return count;
      after = found.at(-1)!;
    }
  }

  private judge(request: IdempotentRequest, kept: KeptKey | undefined): Claim {
    if (!kept) return new StillRunning();
    if (!kept.body_hash.equals(request.bodyHash)) return new IdempotencyKeyReused();
    if (kept.status === null || kept.answer === null) return new StillRunning();
    return { status: kept.status, body: JSON.parse(this.secrets.open(kept.answer)) as unknown };
  }
}

const FIRST = { caller: '', route: '', key: '' };

interface KeptKey {
  readonly body_hash: Buffer;
  readonly status: number | null;
  readonly answer: string | null;
}

function name(request: Pick<IdempotentRequest, 'caller' | 'route' | 'key'>): string {
  return JSON.stringify([request.caller, request.route, request.key]);
}
