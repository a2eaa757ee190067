import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { Addresses, type MailOptions, type RegistrationLetter, SmtpTransport } from '#mail';
import { Secrets } from '#kernel';

export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

/** A real SMTP server on loopback that keeps what it took. */
export class PostOffice implements AsyncDisposable {
  readonly received: Received[] = [];
  private constructor(private readonly server: SMTPServer) {}

  static async open(options: SMTPServerOptions = {}): Promise<PostOffice> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      closeTimeout: 100,
      onData: (stream, session, taken) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          office.received.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString('utf8'),
          });
          taken();
        });
      },
      ...options,
    });
    server.on('error', () => {}); // a client that hangs up is what some tests are about
    const office = new PostOffice(server);
    const inner = server.listen(0, '127.0.0.1');
    await once(inner, 'listening');
    return office;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** Sends over a transport of its own. */
  async carry(mail: Parameters<SmtpTransport['deliver']>[0], dkim?: MailOptions['dkim']): Promise<Received> {
    const transport = new SmtpTransport(this.url, dkim);
    try {
      await transport.deliver(mail);
    } finally {
      transport.onApplicationShutdown();
    }
    return this.received.at(-1)!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((closed) => this.server.close(closed));
  }
}

export function addresses(options: Partial<MailOptions> = {}): Addresses {
  const given = { from: 'BMA House events <events@bma.example>', mailboxDir: '/nonexistent', ...options };
  return new Addresses(given, new Secrets(['a test key of thirty-two characters']));
}

export const REQUEST = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Gatehouse//EN',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'UID:6f0d6c1e-8a53-4b9f-9d52-0d1c4f5a1b2c',
  'SUMMARY:Orchids\\, ferns\\; café 🌺',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

export function letter(change: Partial<RegistrationLetter> = {}): RegistrationLetter {
  return {
    messageId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f',
    registrationId: '01992f3e-7c1a-7d20-8a4e-000000000001',
    to: { name: 'Ada Birch', address: 'ada@example.org' },
    contact: 'team@bma.example',
    subject: 'Your places are confirmed',
    text: 'Dear Ada Birch,\n\nYour 2 places are confirmed.\n',
    html: '<p>Dear Ada Birch,</p><p>Your 2 places are confirmed.</p>',
    ...change,
  };
}
