import { Injectable } from '@nestjs/common';
import type { InvitationAccepting, RegisterBody, RegistrationReceipt } from '#contracts';
import { Database, inOne, KeyedTransaction } from '#database';
import { DomainError, InvalidInput } from '#kernel';
import {
  AlreadyRegistered,
  InvitationRequired,
  type RegisterCall,
  type Registered,
  RegistrationService,
} from '#registration';
import { GuestDesk } from './guest-desk.service.js';
import { InvitationAnswered, InvitationLinkNotValid, InvitationWithdrawn } from './invitation.errors.js';
import { InvitationLinks } from './invitation-links.js';

/** Where places are asked for by the API: public ones, or those of whoever shows the token of an invitation. */
@Injectable()
export class Entrance {
  constructor(
    private readonly registrations: RegistrationService,
    private readonly desk: GuestDesk,
    private readonly links: InvitationLinks,
    private readonly database: Database,
    private readonly keyed: KeyedTransaction,
  ) {}

  /** Throws what RegistrationService.register does. */
  async register(call: RegisterCall): Promise<Registered> {
    const { invitationToken, ...body } = call.body;
    if (invitationToken === undefined) return this.registrations.register(call);
    if (body.poolCode !== undefined) throw twoWays();
    const { idempotency, requestId } = call;
    if (!idempotency) return { receipt: await this.accept(invitationToken, body), replayed: false };
    const { answer, replayed } = await this.keyed.once({ idempotency, requestId }, (tx) =>
      this.accept(invitationToken, body, (work) => work(tx)),
    );
    return { receipt: answer, replayed };
  }

  /** An invitation to another session, one that was withdrawn and none at all are the same here: it lets nobody in. */
  private async accept(
    token: string,
    body: Omit<RegisterBody, 'invitationToken' | 'poolCode'>,
    run = inOne(this.database),
  ): Promise<RegistrationReceipt> {
    const { sessionId, ...wish } = body;
    try {
      const id = await this.links.open(token);
      const { sessionId: invitedTo } = await this.desk.view(id);
      if (invitedTo !== sessionId.toLowerCase()) throw new InvitationRequired();
      return await this.desk.accept(id, 'api', wish satisfies InvitationAccepting, run);
    } catch (error) {
      throw asRegistering(error);
    }
  }
}

function twoWays(): InvalidInput {
  const detail = 'Please come by the invitation or by the code, not by both.';
  return new InvalidInput([{ pointer: '/poolCode', code: 'two_ways_in', detail }]);
}

/** In the words of who takes places: what an invitation is refused with has other codes. */
function asRegistering(error: unknown): unknown {
  if (error instanceof InvitationAnswered && error.state === 'accepted') return new AlreadyRegistered({ told: false });
  const shut = error instanceof InvitationLinkNotValid || error instanceof InvitationWithdrawn;
  return shut || error instanceof InvitationAnswered || isMissing(error) ? new InvitationRequired() : error;
}

function isMissing(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'not_found';
}
