import { Injectable } from '@nestjs/common';
import type { InvitationAccepting, InvitationDeputising, InvitationView, RegistrationReceipt } from '#contracts';
import { Database, type InTransaction, inOne, type Tx } from '#database';
import { Clock, NotFound } from '#kernel';
import { AlreadyRegistered, InvitedParties, Registration } from '#registration';
import { type Heard, InvitationAnswers } from './answers.service.js';
import { Deputies } from './deputies.service.js';
import { guest } from './guest.js';
import { findDeputy } from './invitations.queries.js';
import { findInvitations } from './listing.queries.js';

export type OwnSource = 'web' | 'api';

/** What the holder of an invitation's link sees and answers. */
@Injectable()
export class GuestDesk {
  constructor(
    private readonly database: Database,
    private readonly answers: InvitationAnswers,
    private readonly deputies: Deputies,
    private readonly parties: InvitedParties,
    private readonly clock: Clock,
  ) {}

  /** Throws NotFound, while the event is not published too. */
  async view(id: string, tx: Tx = this.database.reader): Promise<InvitationView> {
    const [row] = await findInvitations(tx, { id, eventIds: null, sensitiveIds: null, sort: 'newest', limit: 1 });
    const facts = row && (await this.parties.facts(tx, row.sessionId));
    if (!facts) throw new NotFound('invitation');
    const { state, name, title, email, partySize, sessionId, answerBy, registrationId, deputyOf } = row;
    const taken = state === 'accepted' ? await tx.findOneByOrFail(Registration, { id: registrationId! }) : undefined;
    const deputy = state === 'deputised' ? await findDeputy(tx, id) : undefined;
    return {
      ...{ id, state, name, title, email, partySize, sessionId, eventSlug: facts.eventSlug },
      answerBy: answerBy.toISOString(),
      answersUntil: this.parties.answersUntil(facts).toISOString(),
      // Once places are not promised any more, they cannot be kept for somebody else either.
      canSendDeputy: deputyOf === null && this.clock.now() < answerBy,
      deputy: deputy ? { name: deputy.name, state: deputy.state } : null,
      registration: taken ? this.parties.receiptOf(taken) : null,
    };
  }

  /** Throws what InvitationAnswers.accept does. */
  async accept(
    id: string,
    source: OwnSource,
    wish: InvitationAccepting,
    run = inOne(this.database),
  ): Promise<RegistrationReceipt> {
    return run((tx) =>
      again(tx, async (one) => {
        const locked = await this.answers.lock(one, id);
        if (!locked.facts) throw new NotFound('invitation');
        const { registration } = await this.answers.accept(one, locked, by(id, source), wish);
        return this.parties.receiptOf(registration);
      }),
    );
  }

  async decline(id: string, source: OwnSource, run: InTransaction = inOne(this.database)): Promise<InvitationView> {
    return run(async (tx) => {
      await this.answers.decline(tx, await this.answers.lock(tx, id), by(id, source));
      return this.view(id, tx);
    });
  }

  async sendDeputy(
    id: string,
    source: OwnSource,
    { deputy }: InvitationDeputising,
    run: InTransaction = inOne(this.database),
  ): Promise<InvitationView> {
    return run(async (tx) => {
      const locked = await this.answers.lock(tx, id);
      if (!locked.facts) throw new NotFound('invitation');
      await this.deputies.send(tx, locked, by(id, source), deputy);
      return this.view(id, tx);
    });
  }

  async recallDeputy(
    id: string,
    source: OwnSource,
    run: InTransaction = inOne(this.database),
  ): Promise<InvitationView> {
    return run(async (tx) => {
      await this.deputies.recall(tx, await this.answers.lock(tx, id), by(id, source));
      return this.view(id, tx);
    });
  }
}

function by(id: string, source: OwnSource): Heard {
  return { actor: guest(id), source };
}

/**
 * Somebody of the same address has registered at the same moment; now it is known, and takes nothing away. The first
 * time is undone to a savepoint: the transaction may be that of a key, which would keep a refusal.
 */
async function again<T>(tx: Tx, work: (one: Tx) => Promise<T>): Promise<T> {
  try {
    return await tx.transaction(work);
  } catch (error) {
    if (error instanceof AlreadyRegistered) return tx.transaction(work);
    throw error;
  }
}
