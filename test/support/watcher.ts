import type { SessionAvailability } from '#contracts';
import type { TestApp } from './test-app.js';

export interface Seen {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

/** Somebody who watches an event over HTTP, and what they have seen so far. */
export class Watcher implements AsyncDisposable {
  readonly seen: Seen[] = [];
  beats = 0;
  private over = false;
  private cutOff = false;
  private text = '';
  private readonly ears = new Set<() => void>();

  private constructor(
    readonly response: Response,
    private readonly stop: AbortController,
  ) {}

  /** Throws if the stream is refused. */
  static async of(app: TestApp, eventId: string, headers: Record<string, string>): Promise<Watcher> {
    const stop = new AbortController();
    const path = `/api/v1/admin/events/${eventId}/live`;
    const response = await fetch(app.url + path, { headers, signal: stop.signal });
    if (response.status !== 200) throw new Error(`Not watching: ${response.status} ${await response.text()}`);
    const watcher = new Watcher(response, stop);
    void watcher.readOn();
    return watcher;
  }

  get isOver(): boolean {
    return this.over;
  }

  /** Whether it ended without the server having said so. */
  get wasCutOff(): boolean {
    return this.cutOff;
  }

  get lastId(): string {
    return this.seen.findLast(({ id }) => id !== undefined)!.id!;
  }

  /** The kinds of the changes seen, in order. */
  get kinds(): unknown[] {
    return this.seen.filter(({ event }) => event === 'change').map(({ data }) => data['kind']);
  }

  /** What is known of one session by now. */
  session(id: string): SessionAvailability | undefined {
    const told = this.seen.flatMap(({ data }) => (data['sessions'] ?? []) as SessionAvailability[]);
    return told.findLast(({ sessionId }) => sessionId === id);
  }

  /** As soon as it holds; throws with what was seen if it does not in time. */
  async until(holds: () => boolean, ms = 8000): Promise<void> {
    const end = performance.now() + ms;
    while (!holds()) {
      const left = end - performance.now();
      if (left <= 0) throw new Error(`Waited in vain. Seen: ${JSON.stringify(this.seen).slice(0, 2000)}`);
      await this.somethingNew(left);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop.abort();
    await this.until(() => this.over);
  }

  private async somethingNew(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(go, ms);
      const ears = this.ears;
      function go(): void {
        clearTimeout(timer);
        ears.delete(go);
        resolve();
      }
      ears.add(go);
    });
  }

  private async readOn(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body!) this.take(decoder.decode(chunk, { stream: true }));
    } catch {
      this.cutOff = true;
    }
    this.over = true;
    for (const ear of [...this.ears]) ear();
  }

  private take(more: string): void {
    const blocks = (this.text + more).split('\n\n');
    this.text = blocks.pop()!;
    for (const block of blocks) {
      if (block === ':') this.beats++;
      else this.seen.push(read(block));
    }
    for (const ear of [...this.ears]) ear();
  }
}

function read(block: string): Seen {
  const fields = Object.fromEntries(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  ) as Record<string, string>;
  return {
    event: fields['event']!,
    id: fields['id'],
    data: JSON.parse(fields['data']!) as Record<string, unknown>,
  };
}
