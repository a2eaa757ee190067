import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

export interface Taken {
  readonly to: string;
  readonly messageId: string;
}

/** What the server says to a recipient; nothing to take the mail. */
export type Objection = (recipient: string) => { readonly code: number; readonly text: string } | undefined;

/** The mail server of one test file: it keeps who was sent what, takes its time, and may object, hang or close. */
export class Post implements AsyncDisposable {
  readonly taken: Taken[] = [];
  /** How long the server thinks about each mail before it takes it. */
  pauseMs = 0;
  objection: Objection = () => undefined;
  /** Never answers to the end of such a recipient's mail. */
  hangs: (recipient: string) => boolean = () => false;
  private port = 0;
  private server: SMTPServer | undefined;

  static async open(): Promise<Post> {
    const post = new Post();
    await post.openAgain();
    return post;
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: this.port };
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** At the same port as before. */
  async openAgain(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      closeTimeout: 100,
      onRcptTo: ({ address }, _session, done) => {
        const no = this.objection(address);
        done(no && Object.assign(new Error(no.text), { responseCode: no.code }));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo[0]!.address;
          if (this.hangs(to)) return;
          const [, messageId = ''] = /^message-id: *(\S+)/im.exec(Buffer.concat(chunks).toString('latin1')) ?? [];
          this.taken.push({ to, messageId });
          setTimeout(done, this.pauseMs);
        });
      },
    });
    server.on('error', () => {}); // a client that is cut off in the middle is what the tests are about
    await once(server.listen(this.port, '127.0.0.1'), 'listening');
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }

  /** From now on connections are refused. */
  async close(): Promise<void> {
    const closing = this.server;
    this.server = undefined;
    if (closing) await new Promise<void>((closed) => closing.close(closed));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
