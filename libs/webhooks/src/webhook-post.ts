import { request as requestPlain } from 'node:http';
import { request as requestSafe } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { Targets } from './targets.js';

/** What a try was answered with; no status if with nothing. */
export interface Outcome {
  readonly arrived: boolean;
  readonly status: number | null;
  readonly ms: number;
  /** A sentence, or null where it arrived. */
  readonly error: string | null;
}

const PATIENCE_MS = 15_000;
const READ_BYTES = 1024;

/**
 * Sends one body. Only 2xx says that it arrived; redirects are not followed, no proxy is asked, and of the answer
 * hardly anything is read. Never throws.
 */
export class WebhookPost {
  constructor(
    private readonly targets: Targets,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  async send(address: string, headers: Readonly<Record<string, string>>, body: string): Promise<Outcome> {
    const began = performance.now();
    const took = () => Math.round(performance.now() - began);
    try {
      const status = await this.statusOf(new URL(address), headers, body);
      const arrived = status >= 200 && status < 300;
      return { arrived, status, ms: took(), error: arrived ? null : told(status) };
    } catch (error) {
      return { arrived: false, status: null, ms: took(), error: this.reason(error as NodeJS.ErrnoException) };
    }
  }

  private statusOf(url: URL, headers: Readonly<Record<string, string>>, body: string): Promise<number> {
    this.targets.mustAllow(url.hostname);
    const request = url.protocol === 'https:' ? requestSafe : requestPlain;
    return new Promise((resolve, reject) => {
      const sent = request(url, {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
        lookup: this.targets.lookup,
        // One of its own for each, so that no connection is left over that was looked at long ago.
        agent: false,
        signal: AbortSignal.timeout(this.patienceMs),
      });
      sent.on('response', (response) => {
        resolve(response.statusCode!);
        readALittle(response);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  private reason({ name, code, message }: NodeJS.ErrnoException): string {
    if (name === 'AbortError' || name === 'TimeoutError')
      return `There was no answer for ${this.patienceMs / 1000} seconds.`;
    return code ? `It could not be reached: ${code}.` : message;
  }
}

/** So that who answers with a few words is not cut off in the middle of them. */
function readALittle(response: IncomingMessage): void {
  let bytes = 0;
  response.on('error', () => {}); // the status is there, and that is all that is wanted
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > READ_BYTES) response.destroy();
  });
}

function told(status: number): string {
  const redirect = status >= 300 && status < 400 ? ' Redirects are not followed.' : '';
  return `It was answered with ${status}.${redirect}`;
}
