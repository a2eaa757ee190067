import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { freePort } from './free-port.js';

/** Root must not own a mail server's files; anybody else is themselves. */
const NOBODY = { uid: 65_534, gid: 65_534, user: 'nobody', group: 'nogroup' };

/** A real mail server on loopback: LMTP in, IMAP out, one mailbox, no privileges. */
export class Dovecot implements AsyncDisposable {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly ports: { readonly imap: number; readonly lmtp: number },
  ) {}

  static async start(): Promise<Dovecot> {
    for (;;) {
      const folder = await mkdtemp('/tmp/gatehouse-dovecot-');
      const dovecot = new Dovecot(folder, { imap: await freePort(), lmtp: await freePort() });
      await dovecot.configure();
      try {
        await dovecot.up();
        return dovecot;
      } catch (error) {
        await dovecot[Symbol.asyncDispose]();
        // Somebody else may listen by now at a port that was free.
        if (!String(error).includes('Address already in use')) throw error;
      }
    }
  }

  get imapUrl(): string {
    return `imap://rsvp:secret@127.0.0.1:${this.ports.imap}`;
  }

  /** By LMTP, as the mail server of a house does; the recipient's `+…` stays in `Delivered-To`. */
  async deliver(raw: Buffer, to: string): Promise<void> {
    const options = { host: '127.0.0.1', port: this.ports.lmtp, lmtp: true, ignoreTLS: true };
    const transport = createTransport(options);
    await transport.sendMail({ envelope: { from: 'guest@client.example', to }, raw });
    transport.close();
  }

  /** Many at once, without a mail server's delivery of each. */
  async fill(mails: readonly Buffer[]): Promise<void> {
    const { uid, gid } = identity();
    const inbox = join(this.folder, 'mail/rsvp/new');
    const [first, ...others] = mails;
    if (first) await this.deliver(first, 'rsvp@events.example.org'); // makes the mailbox
    for (const [number, raw] of others.entries()) {
      const file = join(this.folder, 'state', `${number}`);
      await writeFile(file, raw);
      await chown(file, uid, gid);
      await rename(file, join(inbox, `${number}.M${number}P1.bench`));
    }
  }

  /** How many mails lie in a folder: INBOX, Processed, Quarantine. */
  async count(mailbox: string): Promise<number> {
    const base = join(this.folder, 'mail/rsvp', mailbox === 'INBOX' ? '' : `.${mailbox}`);
    const files = await Promise.all(['new', 'cur'].map((part) => readdir(join(base, part)).catch(() => [])));
    return files.flat().length;
  }

  get imapPort(): number {
    return this.ports.imap;
  }

  /** As after a restore: no mail is lost, and each gets another number in a mailbox that says it is another. */
  async forgetNumbers(): Promise<void> {
    const base = join(this.folder, 'mail/rsvp');
    const own = (await readdir(base)).filter((name) => name.startsWith('dovecot'));
    for (const name of own) await rm(join(base, name), { force: true });
  }

  async up(): Promise<void> {
    const { uid, gid } = identity();
    const program = spawn('/usr/sbin/dovecot', ['-F', '-c', join(this.folder, 'dovecot.conf')], {
      ...(process.getuid?.() === 0 && { uid, gid }),
      stdio: 'ignore',
    });
    this.server = program;
    await this.hasStarted(program);
    for (const port of Object.values(this.ports)) await answers(port);
  }

  /** Who answers at its ports may be somebody else; but it listens before it writes its number down. */
  private async hasStarted(program: ChildProcess): Promise<void> {
    const number = () => readFile(join(this.folder, 'run/master.pid'), 'utf8').then(Number, () => undefined);
    for (let tries = 0; tries < 200 && !hasEnded(program); tries++) {
      if ((await number()) === program.pid) return;
      await sleep(50);
    }
    throw new Error(`Dovecot does not start:\n${await readFile(join(this.folder, 'log'), 'utf8')}`);
  }

  /** All its connections end. */
  async down(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server || hasEnded(server)) return;
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async configure(): Promise<void> {
    const { uid, gid } = identity();
    for (const part of ['run', 'state', 'mail']) await mkdir(join(this.folder, part));
    await writeFile(join(this.folder, 'users'), 'rsvp:{PLAIN}secret::::::\n');
    await writeFile(join(this.folder, 'dovecot.conf'), configuration(this.folder, this.ports));
    await chmod(this.folder, 0o755);
    for (const part of ['.', 'run', 'state', 'mail', 'users', 'dovecot.conf'])
      await chown(join(this.folder, part), uid, gid);
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function identity() {
  const own = userInfo();
  return process.getuid?.() === 0 ? NOBODY : { uid: own.uid, gid: own.gid, user: own.username, group: String(own.gid) };
}

function configuration(folder: string, { imap, lmtp }: { readonly imap: number; readonly lmtp: number }): string {
  const { user, group } = identity();
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_login_user = ${user}
default_internal_user = ${user}
default_internal_group = ${group}
recipient_delimiter = +
mail_location = maildir:${folder}/mail/%n
mail_uid = ${user}
mail_gid = ${group}
first_valid_uid = 1
first_valid_gid = 1
auth_username_format = %Ln
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${folder}/mail/%n
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtp}
  }
}
`;
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing answers at port ${port}.`);
}
