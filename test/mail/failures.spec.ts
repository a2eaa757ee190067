import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';
import { composeMail, DeliveryFailed, SmtpTransport } from '#mail';
import { addresses, letter, PostOffice } from './post-office.js';

const MAIL = composeMail(letter(), addresses(), new Date('2027-06-01T09:00:00Z'));

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

async function failure(options: SMTPServerOptions): Promise<DeliveryFailed> {
  await using office = await PostOffice.open(options);
  return await office.carry(MAIL).then(
    () => Promise.reject(new Error('The mail went out.')),
    (error: DeliveryFailed) => error,
  );
}

describe('a server that does not take the mail', () => {
  it('is final when it knows no such recipient', async () => {
    const failed = await failure({ onRcptTo: (_a, _s, answer) => answer(refusal(550, 'No such person here')) });
    expect(failed).toBeInstanceOf(DeliveryFailed);
    expect(failed.permanent).toBe(true);
    expect(failed.message).toContain('550 No such person here');
  });

  it('is final when it refuses the content', async () => {
    const onData: SMTPServerOptions['onData'] = (stream, _session, answer) => {
      stream.resume().on('end', () => answer(refusal(554, 'Not wanted')));
    };
    expect((await failure({ onData })).permanent).toBe(true);
  });

  it.each<[string, SMTPServerOptions]>([
    ['asks to come back (450)', { onRcptTo: (_a, _s, answer) => answer(refusal(450, 'Greylisted')) }],
    ['knows no such sender (550)', { onMailFrom: (_a, _s, answer) => answer(refusal(550, 'Unknown sender')) }],
    ['wants a password first (530)', { onRcptTo: (_a, _s, answer) => answer(refusal(530, 'Log in first')) }],
    ['turns us away at the door (554)', { onConnect: (_s, answer) => answer(refusal(554, 'Not today')) }],
  ])('is tried again when it %s', async (_, options) => {
    const failed = await failure(options);
    expect(failed).toBeInstanceOf(DeliveryFailed);
    expect(failed.permanent).toBe(false);
  });
});

describe('a server that is not there for us', () => {
  const patience = { connect: 300, reply: 300, whole: 600 };

  async function failureAt(port: number): Promise<DeliveryFailed> {
    const transport = new SmtpTransport(`smtp://127.0.0.1:${port}`, undefined, patience);
    try {
      await transport.deliver(MAIL);
      throw new Error('The mail went out.');
    } catch (error) {
      return error as DeliveryFailed;
    } finally {
      transport.onApplicationShutdown();
    }
  }

  async function answeredBy(talk: (socket: Socket) => void): Promise<DeliveryFailed> {
    const server = createServer((socket) => talk(socket.on('error', () => {})));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      return await failureAt((server.address() as AddressInfo).port);
    } finally {
      server.close();
    }
  }

  it('is given up in time when it never says a word', async () => {
    const failed = await answeredBy(() => {});
    expect(failed).toBeInstanceOf(DeliveryFailed);
    expect(failed.permanent).toBe(false);
  });

  it('is given up in time when it trickles its greeting for ever', async () => {
    const failed = await answeredBy((socket) => {
      const trickle = setInterval(() => socket.write('220-wait\r\n'), 50);
      socket.on('close', () => clearInterval(trickle));
    });
    expect(failed).toBeInstanceOf(DeliveryFailed);
    expect(failed.permanent).toBe(false);
  });

  it('is tried again when nothing listens', async () => {
    const failed = await failureAt(1);
    expect(failed).toBeInstanceOf(DeliveryFailed);
    expect(failed.permanent).toBe(false);
  });

  it('gets no password over a connection that nobody encrypts', async () => {
    const passwords: unknown[] = [];
    await using office = await PostOffice.open({
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, answer) => {
        passwords.push(password);
        answer(null, { user: 'events' });
      },
    });
    // 127.1 is this machine by a name that does not look like it.
    const withPassword = (host: string) => office.url.replace('//127.0.0.1', `//events:secret@${host}`);
    const far = new SmtpTransport(withPassword('127.1'));
    await expect(far.deliver(MAIL)).rejects.toBeInstanceOf(DeliveryFailed);
    far.onApplicationShutdown();
    expect(passwords).toEqual([]);

    const near = new SmtpTransport(withPassword('127.0.0.1'));
    await near.deliver(MAIL);
    near.onApplicationShutdown();
    expect(passwords).toEqual(['secret']);
  });
});
