import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { SILENCE } from '#database';
import { callAcross, listenToBell } from './bell.queries.js';

const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** A line on which nothing rings may be dead: so often it is asked. */
const CALL_ACROSS_MS = 30_000;
const ANSWER_MS = 5000;

/** One connection that listens, made again whenever it is lost. Not from the pool, which it would keep one place of for ever. */
export class BellLine {
  private readonly stop = new AbortController();
  private client: pg.Client | undefined;
  private failures = 0;

  /** `heard` gets what was rung, or null as soon as the line stands (again): what rang before that was not heard. */
  constructor(
    private readonly url: string,
    private readonly heard: (payload: string | null) => void,
  ) {}

  get stands(): boolean {
    return this.client !== undefined;
  }

  /** Until it is closed. */
  async keep(): Promise<void> {
    while (!this.stop.signal.aborted) {
      await this.hold().catch(() => {}); // the pause grows until it is there again
      const pause = Math.min(SHORTEST_PAUSE_MS * 2 ** this.failures++, LONGEST_PAUSE_MS);
      await this.sleep(pause * (0.5 + Math.random() / 2)).catch(() => {});
    }
  }

  close(): void {
    this.stop.abort();
  }

  private async hold(): Promise<void> {
    const ways = { ...SILENCE, query_timeout: ANSWER_MS, connectionTimeoutMillis: ANSWER_MS };
    const client = new pg.Client({ connectionString: this.url, application_name: 'gatehouse bell', ...ways });
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve()).on('end', () => resolve());
    });
    client.on('notification', ({ payload = '' }) => this.heard(payload));
    try {
      await client.connect();
      await listenToBell(client);
      this.client = client;
      this.failures = 0;
      this.heard(null);
      await Promise.race([lost, this.callAcross(client)]);
    } finally {
      this.client = undefined;
      client.end().catch(() => {}); // not awaited: a dead connection never says goodbye
    }
  }

  private async callAcross(client: pg.Client): Promise<never> {
    for (;;) {
      await this.sleep(CALL_ACROSS_MS);
      await callAcross(client);
    }
  }

  private async sleep(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stop.signal, ref: false });
  }
}
