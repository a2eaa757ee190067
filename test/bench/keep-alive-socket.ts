import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const NOTHING = Buffer.alloc(0);

export interface Answer {
  /** 0 if the connection broke first. */
  readonly status: number;
  readonly body: Buffer;
}

const BROKEN: Answer = { status: 0, body: NOTHING };

/**
 * One connection that asks one thing after another. Own code because the clients share two cores
 * with what they measure: `fetch` and autocannon cost more for each answer than the server does.
 * It understands answers with a content-length, and those that have no body.
 */
export class KeepAliveSocket {
  private received: Buffer = NOTHING;
  private answer: ((answer: Answer) => void) | undefined;

  constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (data) => this.receive(data));
    socket.on('error', () => {});
    socket.on('close', () => this.finish(BROKEN));
  }

  ask(request: string): Promise<Answer> {
    if (this.socket.destroyed) return Promise.resolve(BROKEN);
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
    const bodyStart = headEnd + HEAD_END.length;
    if (this.received.length < bodyStart + length) return;
    const body = this.received.subarray(bodyStart);
    this.received = NOTHING;
    this.finish({ status, body });
  }

  private finish(answer: Answer): void {
    const { answer: tell } = this;
    this.answer = undefined;
    tell?.(answer);
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
