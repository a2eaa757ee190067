import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import { isOutage, OutcomeUnknown, sqlState } from '#database';
import { InboundPost, LARGEST_MAIL, type ReceivedMail } from './inbound-post.service.js';
import { MailboxNews } from './mailbox-news.js';
import { MailsSetAside } from './mails-set-aside.js';

/** Where read mails go; made if they are not there. */
const DONE = 'Processed';
const ODD = 'Quarantine';
/** Looked into as often as this at the least: an IDLE that has died says nothing, and some servers have none. */
const LOOK_MS = 30_000;
/** A mail that somebody else has read may be on its way out: how long they have for it. */
const LEAVE_MS = 2000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** As many as this are held in memory; a mail is no larger than the first bytes of it that are read. */
const MAILS_AT_ONCE = 10;

/**
 * Reads the mailbox for answers: IDLE, and a look each half minute beside it. Every mail is handed on, and moved out of
 * the inbox once that has committed; a crash between the two, or another worker, brings it again, and it is known.
 * Nothing is remembered of the numbers that the server gives to mails: each look asks for them anew. A lost connection
 * is made anew, with growing pauses. A mail that cannot be handled while the database answers stays in the inbox and is
 * tried again later, so that it holds up no other.
 */
@Injectable()
export class ReplyMailbox implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('ReplyMailbox');
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly url: string | undefined,
    private readonly post: InboundPost,
  ) {}

  onApplicationBootstrap(): void {
    if (this.url) this.running = this.watch(this.url);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async watch(url: string): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!this.stopping.signal.aborted) {
      try {
        await this.session(url, () => {
          pause = FIRST_PAUSE_MS;
        });
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.log.warn(
          `The reply mailbox cannot be read; next try in ${pause / 1000} seconds. ${(error as Error).message}`,
        );
        await this.wait(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  /** One connection, from log-in to its loss. A new client each time: an old one cannot connect again. */
  private async session(url: string, opened: () => void): Promise<void> {
    const client = new ImapFlow(optionsFrom(url));
    const lost = new Promise<never>((_, reject) => {
      client.on('error', reject);
      client.on('close', () => reject(new Error('The connection was closed.')));
    });
    lost.catch(() => {}); // told to whoever waits for it below
    const stop = () => client.close();
    this.stopping.signal.addEventListener('abort', stop, { once: true });
    try {
      await Promise.race([client.connect(), lost]);
      await makeFolders(client);
      opened();
      const [news, inbox] = [new MailboxNews(client), { known: new Set<number>(), aside: new MailsSetAside() }];
      for (;;) {
        news.seen();
        const left = await Promise.race([this.empty(client, inbox), lost]);
        await Promise.race([news.arrived(left ? LEAVE_MS : LOOK_MS), lost]);
      }
    } finally {
      this.stopping.signal.removeEventListener('abort', stop);
      client.close();
    }
  }

  /** Hands on what is there. Answers whether mails were left to who seems to be about to move them. */
  private async empty(client: ImapFlow, inbox: Inbox): Promise<boolean> {
    const lock = await client.getMailboxLock('INBOX');
    try {
      return await this.handOn(client, inbox);
    } finally {
      lock.release();
    }
  }

  /** Each mail once: what cannot be moved away is not looked at again before the next look. */
  private async handOn(client: ImapFlow, inbox: Inbox): Promise<boolean> {
    const found = await client.search({ all: true }, { uid: true });
    // Not a list: the connection is gone, whatever else the library says.
    if (!Array.isArray(found)) throw new Error('The mailbox could not be searched.');
    for (const uid of inbox.known) if (!found.includes(uid)) inbox.known.delete(uid);
    const due = inbox.aside.without(found);
    let left = false;
    for (let at = 0; at < due.length; at += MAILS_AT_ONCE) {
      left = (await this.handOnSome(client, due.slice(at, at + MAILS_AT_ONCE), inbox)) || left;
    }
    return left;
  }

  /**
   * A mail that was there before is moved when it is seen like that again, no sooner: another worker has just read it
   * and moves it, and two moves of one mail at the same time can leave two.
   */
  private async handOnSome(client: ImapFlow, uids: readonly number[], inbox: Inbox): Promise<boolean> {
    const wanted = { source: { maxLength: LARGEST_MAIL }, size: true };
    const mails = await client.fetchAll(uids.join(), wanted, { uid: true });
    const done: Record<typeof DONE | typeof ODD, number[]> = { [DONE]: [], [ODD]: [] };
    let left = false;
    for (const { uid, source, size } of mails) {
      if (!source) continue; // another worker was quicker
      const decision = await this.receive({ raw: source, bytes: size, source: 'imap' }, () => inbox.aside.put(uid));
      if (decision === 'repeated' && !inbox.known.has(uid)) {
        inbox.known.add(uid);
        left = true;
      } else if (decision !== 'set aside') done[decision === 'filed' ? ODD : DONE].push(uid);
    }
    for (const folder of [DONE, ODD] as const) await this.move(client, done[folder], folder);
    return left;
  }

  /** Without the database nothing can be handled, so then it throws; what a mail alone cannot stand stays with it. */
  private async receive(mail: ReceivedMail, setAside: () => number) {
    try {
      return await this.post.receive(mail);
    } catch (error) {
      if (isOutage(error) || error instanceof OutcomeUnknown) throw error;
      const minutes = setAside() / 60_000;
      // Not the error's own words, which may be those of the mail.
      const cause = sqlState(error) ?? (error as Error).name;
      this.log.error(`A mail of the reply mailbox could not be handled (${cause}); next try in ${minutes} minutes.`);
      return 'set aside';
    }
  }

  /** What stays is looked at again, and known. */
  private async move(client: ImapFlow, uids: readonly number[], folder: string): Promise<void> {
    if (uids.length === 0) return;
    const moved = await client.messageMove(uids.join(), folder, { uid: true });
    if (!moved) this.log.warn(`Mails of the reply mailbox could not be moved to ${folder}. They were read.`);
  }

  private async wait(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref();
      this.stopping.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** What is known of mails that lie in the inbox, by the numbers that hold for one connection. */
interface Inbox {
  /** Were read before. */
  readonly known: Set<number>;
  readonly aside: MailsSetAside;
}

/** `imap://user:password@host:143` (STARTTLS where offered) or `imaps://…`. */
function optionsFrom(url: string): ImapFlowOptions {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'imaps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (secure ? 993 : 143)),
    secure,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false,
    disableAutoIdle: true,
    socketTimeout: 5 * 60_000,
  };
}

async function makeFolders(client: ImapFlow): Promise<void> {
  for (const folder of [DONE, ODD]) await client.mailboxCreate(folder).catch(() => {}); // it is there already
  await client.mailboxOpen('INBOX');
}
