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
  /**
   * With `requests`: they come evenly over this many seconds, however long the answers take. Who
   * comes while every connection waits for an answer stands in line, and that is time waited too.
   */
  readonly within?: number;
}

export type Ask =
  /** Another person each time, from the sessions in turn; parties of 1 to `largestParty`. */
  | {
      readonly kind: 'register';
      readonly path: string;
      readonly sessionIds: readonly string[];
      readonly largestParty: number;
    }
  | { readonly kind: 'get'; readonly path: string; readonly headers?: Readonly<Record<string, string>> }
  /** One of each, in turn. */
  | { readonly kind: 'mix'; readonly asks: readonly Ask[] };

export interface Outcome {
  /** Answers per second. */
  readonly rate: number;
  readonly seconds: number;
  /** How many answers of each status; 0 is a connection that broke. */
  readonly statuses: Readonly<Record<number, number>>;
  /** How many refusals of each `code` (RFC 9457); those of pages have none. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Milliseconds from the request's first byte, or from when it was to come, to the answer's last. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly slowest: number;
  /** People of the parties that were answered 201. */
  readonly people: number;
  /** People of the smallest party that was answered 409; null if none was. */
  readonly smallestRefused: number | null;
}
