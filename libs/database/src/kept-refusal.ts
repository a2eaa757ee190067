import { DomainError } from '#kernel';

/** A refusal that was given before to a request with the same Idempotency-Key. */
export class KeptRefusal extends DomainError {
  readonly code: string;
  readonly status: number;
  readonly requestId: string;
  private readonly kept: KeptRefusalBody;
  constructor(kept: KeptRefusalBody) {
    super(kept.detail);
    this.code = kept.code;
    this.status = kept.status;
    this.requestId = kept.requestId;
    this.kept = kept;
  }
  override get data() {
    return this.kept.data;
  }
}

export interface KeptRefusalBody {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly requestId: string;
}

export function keep(refusal: DomainError, requestId: string): KeptRefusalBody {
  const { code, status, message, data } = refusal;
  return { code, status, detail: message, data, requestId };
}
