import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, inRounds, type Tx } from '#database';
import { Jobs } from '#jobs';
import { Clock } from '#kernel';
import { forgetParties, writeSealedParty } from './entries.queries.js';
import type { WaitingListEntry } from './entry.entity.js';
import { guestsAmong } from './guests-among.js';
import { PartySealing } from './party-sealing.service.js';

const KEPT_MS = 30 * 24 * 60 * 60_000;

/**
 * Forgets what the people of a party said about themselves, thirty days after its wait ended without places. Name, address
 * and the log stay. Until then it can join again with what it has said; later it is to say it anew, since a need that we
 * do not know any more would be missing on the day.
 */
@Injectable()
export class PartyForgetting implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly sealing: PartySealing,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('waiting-list.forget', 1, () => this.forgetOld());
    this.jobs.repeat('waiting-list.forget', '23 3 * * *');
  }

  /** Whether what the party has said is to be forgotten by now. */
  isDue({ state, endedAt }: WaitingListEntry): boolean {
    return (state === 'left' || state === 'ended') && endedAt !== null && endedAt <= this.before();
  }

  /**
   * The guests who do not come any more, of a party that has just become smaller. Otherwise it would have as many guests as
   * people, as if the contact were not one of them. The entry is as it was before.
   */
  async forgetWhoStays(tx: Tx, entry: WaitingListEntry, partySize: number): Promise<void> {
    if (entry.sealedParty === null || partySize >= entry.partySize) return;
    const said = this.sealing.open(entry);
    const guests = guestsAmong(said.guests ?? [], entry.partySize, partySize);
    const to = this.sealing.seal(entry.id, { ...said, guests });
    await writeSealedParty(tx, entry, { from: entry.sealedParty, to });
  }

  async forgetOld(): Promise<void> {
    await inRounds(this.database, (tx, round) => forgetParties(tx, this.before(), round));
  }

  private before(): Date {
    return new Date(this.clock.now().getTime() - KEPT_MS);
  }
}
