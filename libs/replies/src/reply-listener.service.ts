import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { Addresses } from '#mail';
import { InboundPost, LARGEST_MAIL } from './inbound-post.service.js';

const PATIENCE_MS = 60_000;
const MOST_CONNECTIONS = 50;

/**
 * Takes answers straight from the mail server of the house, by LMTP (RFC 2033) or SMTP, in place of a mailbox.
 * Recipients that are no address of ours are refused at once, so that it is of no use to anybody else. A mail is
 * accepted once what it means is committed; if that fails the mail server keeps it and comes back.
 */
@Injectable()
export class ReplyListener implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('ReplyListener');
  private server: SMTPServer | undefined;

  constructor(
    /** `lmtp://127.0.0.1:2424` or `smtp://…` */
    private readonly listen: string | undefined,
    private readonly addresses: Addresses,
    private readonly post: InboundPost,
  ) {}

  /** Throws an Error with one sentence if the port cannot be had. */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.listen) return;
    const { protocol, hostname, port } = new URL(this.listen);
    const server = this.serverFor(protocol === 'lmtp:');
    await new Promise<void>((resolve, reject) => {
      server.on('error', (error: NodeJS.ErrnoException) => {
        reject(new Error(`Answers cannot be taken at ${this.listen} (${error.code}): correct REPLY_LISTEN.`));
        this.log.warn(`A mail server's connection failed: ${error.message}`);
      });
      server.listen(Number(port), hostname.replace(/^\[|\]$/g, ''), resolve);
    });
    this.server = server;
  }

  async onModuleDestroy(): Promise<void> {
    const { server } = this;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  }

  private serverFor(lmtp: boolean): SMTPServer {
    return new SMTPServer({
      lmtp,
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      maxClients: MOST_CONNECTIONS,
      socketTimeout: PATIENCE_MS,
      logger: false,
      onRcptTo: ({ address }, _session, done) => {
        done(this.addresses.registrationAt(address) ? undefined : refusal(550, 'No such address here.'));
      },
      onData: (stream, session, done) => {
        this.take(stream, session).then(
          () => done(),
          () => done(refusal(451, 'Please try again later.')),
        );
      },
    });
  }

  private async take(stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<void> {
    const recipients = envelope.rcptTo.map(({ address }) => address);
    await this.post.receive({ ...(await boundedly(stream)), source: 'smtp', recipients });
  }
}

/** What is more than is read goes by without being kept. */
async function boundedly(stream: AsyncIterable<Buffer>): Promise<{ readonly raw: Buffer; readonly bytes: number }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    if (bytes < LARGEST_MAIL) chunks.push(chunk);
    bytes += chunk.length;
  }
  return { raw: Buffer.concat(chunks), bytes };
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
