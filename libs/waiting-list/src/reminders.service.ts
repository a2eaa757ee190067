import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { Outbox } from '#mail';
import { Admittance, NoticeQueue } from '#registration';
import { findLiveEntry } from './entries.queries.js';
import { WaitingListEntry } from './entry.entity.js';
import type { Wished } from './wished-sessions.service.js';
import { letterTo } from './letter-to.js';

/** A stranger who types somebody's address again and again causes one mail in this time, not many. */
const PAUSE_MS = 10 * 60_000;

/** Tells the owner of an address, and nobody else, what they have already. */
@Injectable()
export class Reminders {
  constructor(
    private readonly admittance: Admittance,
    private readonly notices: NoticeQueue,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Whether the address has places; it is mailed the link to them. */
  async ofPlaces(tx: Tx, { sessions }: Wished, emailKey: string): Promise<boolean> {
    for (const { facts } of sessions) {
      const known = await this.admittance.known(tx, facts.sessionId, [emailKey]);
      if (known.length === 0) continue;
      await this.notices.putLinks(tx, known);
      return true;
    }
    return false;
  }

  /** Whether the address waits; it is mailed the link to its entry. */
  async ofEntry(tx: Tx, eventId: string, emailKey: string): Promise<boolean> {
    const entry = await findLiveEntry(tx, eventId, emailKey);
    if (!entry) return false;
    const now = this.clock.now();
    const lately = entry.mailedAt !== null && now.getTime() - entry.mailedAt.getTime() < PAUSE_MS;
    if (entry.contactEmail === null || lately) return true;
    await this.outbox.put(tx, [letterTo({ ...entry, eventId }, entry.state === 'offered' ? 'offer' : 'waiting')]);
    await tx.update(WaitingListEntry, { id: entry.id, eventId }, { mailedAt: now });
    return true;
  }
}
