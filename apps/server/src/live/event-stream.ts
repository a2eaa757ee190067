import { Readable } from 'node:stream';

export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
  /** What the reader sends as `Last-Event-ID` to go on from here. */
  readonly id?: string | undefined;
}

/** Who has so much unread when there is something new, beyond what their connection holds anyway, is too slow. */
const UNREAD_BYTES = 256 * 1024;

/** Server-sent events (WHATWG HTML §9.2). Memory is bounded: who does not read is cut off, and comes back to go on. */
export class EventStream extends Readable {
  private more: (() => void) | undefined;
  private ended = false;

  /** Call it once; it starts no work by itself. */
  override _read(): void {
    this.more?.();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.more?.();
    done(error);
  }

  send({ event, data, id }: StreamEvent): void {
    const lines = [...(id === undefined ? [] : [`id: ${id}`]), `event: ${event}`, `data: ${JSON.stringify(data)}`];
    this.write(`${lines.join('\n')}\n\n`);
  }

  /** A comment that nobody sees, so that nothing between here and there takes the connection for dead. */
  beat(): void {
    this.cutOffIfSlow();
    this.write(':\n\n');
  }

  end(): void {
    if (!this.destroyed && !this.ended) this.push(null);
    this.ended = true;
  }

  /** As soon as the reader has room for more, or has gone. */
  async hasRoom(): Promise<void> {
    if (this.destroyed || this.readableLength < this.readableHighWaterMark) return;
    await new Promise<void>((resolve) => {
      this.more = resolve;
    });
  }

  /** Ends the stream of who is too slow. Before something new, not amid it: a lot at one stroke is nobody's fault. */
  cutOffIfSlow(): void {
    if (this.readableLength > UNREAD_BYTES) this.destroy();
  }

  private write(text: string): void {
    if (!this.destroyed && !this.ended) this.push(text);
  }
}
