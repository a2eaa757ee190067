import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface CaughtMail {
  readonly to: string[];
  readonly raw: string;
  readonly parsed: ParsedMail;
}

/** A real SMTP server on loopback that keeps what it is given. */
export class MailSink {
  readonly mails: CaughtMail[] = [];
  /** How long the server thinks about each mail before it takes it. */
  pauseMs = 0;
  /** What it waits for before it takes a mail, while a test holds it up. */
  until: Promise<void> | undefined;
  private readonly server: SMTPServer;

  constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const raw = Buffer.concat(chunks);
          void simpleParser(raw).then((parsed) => {
            this.mails.push({
              to: session.envelope.rcptTo.map(({ address }) => address),
              raw: raw.toString('latin1'),
              parsed,
            });
            setTimeout(() => void this.answer(done), this.pauseMs);
          }, done);
        });
      },
    });
  }

  private async answer(done: () => void): Promise<void> {
    await this.until;
    done();
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  /** The mails to the address, as soon as there are that many: at the latest once a job that was lost has come again. */
  async to(address: string, count = 1): Promise<CaughtMail[]> {
    for (let tries = 0; tries < 450; tries++) {
      const found = this.mails.filter(({ to }) => to.includes(address));
      if (found.length >= count) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(
      `No ${count} mails came to ${address}; there are ${JSON.stringify(this.mails.map(({ to }) => to))}.`,
    );
  }
}
