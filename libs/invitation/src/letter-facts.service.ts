import { Injectable } from '@nestjs/common';
import type { TemplateKind } from '#contracts';
import type { Tx } from '#database';
import { isId, NotFound } from '#kernel';
import { type InvitationFacts, loadInvitationFacts } from './letter-facts.queries.js';

/** What the mails to invited guests are written from. */
@Injectable()
export class InvitationLetterFacts {
  /** Until the end of the transaction nobody answers the invitation, so what is mailed is so. */
  held(tx: Tx, id: string, kind: TemplateKind): Promise<InvitationFacts | undefined> {
    return loadInvitationFacts(tx, id, kind, true);
  }

  /** To look at. Throws NotFound. */
  async seen(tx: Tx, id: string, kind: TemplateKind): Promise<InvitationFacts> {
    const facts = isId(id) ? await loadInvitationFacts(tx, id, kind, false) : undefined;
    if (!facts) throw new NotFound('invitation');
    return facts;
  }
}
