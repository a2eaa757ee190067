import { Injectable } from '@nestjs/common';
import { Pool, PoolNames } from '#admission';
import type { Tx } from '#database';
import { Deputies, GuestList, type Heard, InvitationAnswers, InvitationSending } from '#invitation';
import { COMMAND, Reach } from '#staff';
import { guestsOf, type SampleAnswer, type SampleGuest } from './guests.js';

const BY = { actor: COMMAND, reason: 'Some decline each year.' };
const EVERYWHERE = new Reach(null);

/** The guest lists of the lecture, in every state that an invitation can be in. Nobody is mailed. */
@Injectable()
export class SampleGuests {
  constructor(
    private readonly pools: PoolNames,
    private readonly list: GuestList,
    private readonly answers: InvitationAnswers,
    private readonly deputies: Deputies,
    private readonly sending: InvitationSending,
  ) {}

  async invite(tx: Tx, sessionId: string): Promise<void> {
    for (const pool of await tx.findBy(Pool, { sessionId })) {
      for (const guest of guestsOf(this.pools.open(pool)))
        await this.inviteOne(tx, { sessionId, poolId: pool.id }, guest);
    }
  }

  private async inviteOne(tx: Tx, to: { sessionId: string; poolId: string }, { answer, ...guest }: SampleGuest) {
    const overPromise = { reason: BY.reason };
    const { id } = await this.list.add(tx, BY, EVERYWHERE, { ...to, ...guest, overPromise });
    if (answer === 'unsent') return;
    await this.sending.send(tx, BY, EVERYWHERE, id, 'letter');
    if (answer !== 'unanswered') await this.answer(tx, id, answer, guest.partySize ?? 1);
  }

  private async answer(tx: Tx, id: string, answer: SampleAnswer, partySize: number): Promise<void> {
    const locked = await this.answers.lock(tx, id);
    const heard: Heard = { actor: COMMAND, source: SOURCES[answer] ?? 'staff', tell: false };
    switch (answer) {
      case 'declined':
        await this.answers.decline(tx, locked, heard);
        return;
      case 'deputised':
        await this.deputies.send(tx, locked, heard, { name: 'Robin Sedge' });
        return;
      case 'withdrawn':
        await this.deputies.withdraw(tx, id, BY, false);
        return;
      default:
        await this.answers.accept(tx, locked, heard, {
          partySize,
          ...(partySize > 2 && { accessNeeds: 'A place for a wheelchair.' }),
        });
    }
  }
}

const SOURCES: Partial<Record<SampleAnswer, Heard['source']>> = { 'by letter': 'letter', 'by telephone': 'phone' };
