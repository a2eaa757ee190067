import { createServer, type AddressInfo, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

const REPLIES: Readonly<Record<string, string>> = {
  EHLO: '250-sink\r\n250 8BITMIME',
  HELO: '250 sink',
  DATA: '354 go on',
  QUIT: '221 bye',
};
const TEXT_END = Buffer.from('\r\n.\r\n');
const MESSAGE_ID = /^message-id: *<([^>]+)>/im;

export interface Caught {
  readonly mails: number;
  /** Different Message-IDs among them. */
  readonly different: number;
  /** From the first mail's last byte to the last one's. */
  readonly seconds: number;
  /** The first one as it came, but for the dots that SMTP adds. */
  readonly first: string;
}

/**
 * Takes every mail and keeps no more than its Message-ID: an SMTP server (RFC 5321) of a few lines,
 * so that what is measured is who sends.
 */
export class SmtpSink {
  private mails = 0;
  private readonly ids = new Set<string>();
  private firstAt = 0;
  private lastAt = 0;
  private first = '';
  private readonly server = createServer((socket) => this.converse(socket));

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What came since the last time. */
  take(): Caught {
    const seconds = (this.lastAt - this.firstAt) / 1000;
    const caught = { mails: this.mails, different: this.ids.size, seconds, first: this.first };
    this.mails = 0;
    this.ids.clear();
    return caught;
  }

  get count(): number {
    return this.mails;
  }

  private converse(socket: Socket): void {
    let received: Buffer = Buffer.alloc(0);
    let inText = false;
    socket.setNoDelay(true).on('error', () => {});
    socket.write('220 sink\r\n');
    socket.on('data', (data) => {
      received = received.length === 0 ? data : Buffer.concat([received, data]);
      for (;;) {
        const end = received.indexOf(inText ? TEXT_END : '\r\n');
        if (end < 0) return;
        const part = received.subarray(0, end);
        received = received.subarray(end + (inText ? TEXT_END.length : 2));
        if (inText) this.keep(part);
        const verb = inText ? '' : part.toString('latin1', 0, 4).toUpperCase();
        inText = verb === 'DATA';
        socket.write(`${REPLIES[verb] ?? '250 OK'}\r\n`);
        if (verb === 'QUIT') socket.end();
      }
    });
  }

  private keep(mail: Buffer): void {
    this.lastAt = performance.now();
    if (this.mails++ === 0) {
      this.firstAt = this.lastAt;
      this.first = mail.toString('latin1').replaceAll('\r\n..', '\r\n.');
    }
    const head = mail.toString('latin1', 0, 4096);
    this.ids.add(MESSAGE_ID.exec(head)?.[1] ?? `none ${this.mails}`);
  }
}
