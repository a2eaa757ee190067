import type { ImapFlow } from 'imapflow';

/** Whether there is new mail; what arrives while the inbox is emptied counts too. */
export class MailboxNews {
  private fresh = false;
  private wake: () => void = () => {};

  constructor(private readonly client: ImapFlow) {
    client.on('exists', () => {
      this.fresh = true;
      this.wake();
    });
  }

  /** All that has arrived so far is about to be read. */
  seen(): void {
    this.fresh = false;
  }

  /**
   * At once if something has arrived since, else as soon as it does, or after the time. IDLE is begun here and now:
   * left to itself the library begins it after 15 quiet seconds, and until then no server says a word. Rejects if
   * the connection cannot be used any more.
   */
  async arrived(milliseconds: number): Promise<void> {
    if (this.fresh) return;
    const idling = this.client.idle();
    idling.catch(() => {}); // the NOOP behind it fails too
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref();
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    // Ends the IDLE, and finds out whether anybody is still there.
    await this.client.noop();
  }
}
