import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * One connection that asks one thing after another. Own code because the clients share two cores
 * with what they measure: `fetch` and autocannon cost more for each answer than the server does.
 * It understands answers with a content-length, and those that have no body.
 */
export class KeepAliveSocket {
  private received: Buffer = Buffer.alloc(0);
  private answer: ((status: number) => void) | undefined;

  constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (data) => this.receive(data));
    socket.on('error', () => {});
    socket.on('close', () => this.finish(0));
  }

  /** Answers the status, or 0 if the connection broke first. */
  ask(request: string): Promise<number> {
    if (this.socket.destroyed) return Promise.resolve(0);
    return new Promise((resolve) => {
      this.answer = resolve;
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(data: Buffer): void {
    this.received = this.received.length === 0 ? data : Buffer.concat([this.received, data]);
    const headEnd = this.received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.received.toString('latin1', 0, headEnd);
    const status = Number(head.slice(9, 12));
    const length = status === 304 || status === 204 ? 0 : contentLength(head);
    if (this.received.length < headEnd + HEAD_END.length + length) return;
    this.received = Buffer.alloc(0);
    this.finish(status);
  }

  private finish(status: number): void {
    const { answer } = this;
    this.answer = undefined;
    answer?.(status);
  }
}

export async function connect(server: string): Promise<KeepAliveSocket> {
  const { hostname, port } = new URL(server);
  const socket = createConnection({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  return new KeepAliveSocket(socket);
}

function contentLength(head: string): number {
  const found = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (!found) throw new Error(`The answer has no content-length:\n${head}`);
  return Number(found[1]);
}
