/** What a crowd of clients is to do. Plain data: it goes from process to process. */
export interface Plan {
  /** `http://127.0.0.1:<port>` of each server; connections are spread over them. */
  readonly servers: readonly string[];
  readonly connections: number;
  readonly ask: Ask;
  /** How long answers are counted, in seconds, after those of `warmUp` seconds that are not. */
  readonly seconds?: number;
  readonly warmUp?: number;
  /** Or: how many requests in all. Each is counted. */
  readonly requests?: number;
}

export type Ask =
  /** Another person each time, from the sessions in turn; parties of 1 to `largestParty`. */
  | {
      readonly kind: 'register';
      readonly path: string;
      readonly sessionIds: readonly string[];
      readonly largestParty: number;
    }
  | { readonly kind: 'get'; readonly path: string; readonly headers?: Readonly<Record<string, string>> };

export interface Outcome {
  /** Answers per second. */
  readonly rate: number;
  readonly seconds: number;
  /** How many answers of each status; 0 is a connection that broke. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Milliseconds from the request's first byte to the answer's last. */
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
  /** People of the parties that were answered 201. */
  readonly people: number;
}
