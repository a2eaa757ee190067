import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: { readonly type: string; readonly data: Record<string, unknown> };
}

/** What somebody runs who is told by a webhook: a real server on loopback that answers as the test wishes. */
export class HookReceiver implements AsyncDisposable {
  readonly received: Received[] = [];
  /** How it answers; 204 if nothing else is wished. */
  answer: (response: ServerResponse, nth: number) => void = (response) => response.writeHead(204).end();
  private readonly ears = new Set<() => void>();

  private constructor(private readonly server: Server) {}

  static async open(): Promise<HookReceiver> {
    const server = createServer();
    const receiver = new HookReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        receiver.received.push({ headers: request.headers, text, body: JSON.parse(text || '{}') as Received['body'] });
        receiver.answer(response, receiver.received.length);
        for (const ear of receiver.ears) ear();
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  get kinds(): string[] {
    return this.received.map(({ body }) => body.type);
  }

  /** As soon as so many have come in. */
  async until(count: number, ms = 10_000): Promise<void> {
    const end = performance.now() + ms;
    while (this.received.length < count) {
      if (performance.now() > end) throw new Error(`Only ${this.received.length} of ${count} have arrived.`);
      await new Promise<void>((resolve) => {
        const go = () => {
          clearTimeout(timer);
          this.ears.delete(go);
          resolve();
        };
        const timer = setTimeout(go, 100);
        this.ears.add(go);
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }
}
