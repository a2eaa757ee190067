import { Injectable } from '@nestjs/common';
import { emailKey, type NewWaitingListEntry, type WaitBody, type WaitReceipt } from '#contracts';
import type { Tx } from '#database';
import { Clock, newId } from '#kernel';
import { Admittance, attendee, type SessionFacts } from '#registration';
import type { Actor, Reach } from '#staff';
import { Entering } from './entering.service.js';
import { findLiveEntry } from './entries.queries.js';
import type { WaitingListEntry } from './entry.entity.js';
import { Reminders } from './reminders.service.js';
import { WaitsAlready } from './waiting-list.errors.js';
import { type Wished, WishedSessions } from './wished-sessions.service.js';

/** Parties that come to the end of the line. */
@Injectable()
export class Joining {
  constructor(
    private readonly wished: WishedSessions,
    private readonly entering: Entering,
    private readonly admittance: Admittance,
    private readonly reminders: Reminders,
    private readonly clock: Clock,
  ) {}

  /**
   * The answer is the same for every address. Who has places already, or waits already, is mailed the link to them and
   * nothing else happens; so nobody learns by trying who is registered or waits. In an event that confirms by mail the
   * party stands in no line, and in no number that others see, until the mailed link is followed. Throws NotFound,
   * OtherEvent, NoWaitingList, PlacesFree, PartyNeverFits and what registering would refuse.
   */
  async join(tx: Tx, body: WaitBody, source: 'web' | 'api'): Promise<WaitReceipt> {
    const wished = await this.wished.lock(tx, body);
    for (const { facts } of wished.sessions) {
      const refusal = this.admittance.refusal(facts, body);
      if (refusal) throw refusal;
    }
    const key = emailKey(body.contact.email);
    if (!(await this.reminders.ofPlaces(tx, wished, key)) && !(await this.reminders.ofEntry(tx, wished.eventId, key))) {
      await this.enter(tx, wished, body, { source, by: attendee });
    }
    const sessionIds = wished.sessions.map(({ facts }) => facts.sessionId);
    const { partySize, fewerIsFine } = body;
    return { partySize, fewerIsFine, sessionIds, askedAt: this.clock.now().toISOString() };
  }

  /** For somebody who rang or wrote: no window, no consent. Answers the id. Throws WaitsAlready as well. */
  async joinFor(tx: Tx, actor: Actor, reach: Reach, body: NewWaitingListEntry): Promise<string> {
    const wished = await this.wished.lock(tx, body, reach);
    for (const { facts } of wished.sessions) this.admittance.mustBeAhead(facts);
    const key = body.contact.email === undefined ? undefined : emailKey(body.contact.email);
    const known = key === undefined ? undefined : await findLiveEntry(tx, wished.eventId, key);
    if (known) throw new WaitsAlready(known.id);
    return this.enter(tx, wished, body, { source: body.source, by: () => actor });
  }

  private async enter(
    tx: Tx,
    { eventId, sessions }: Wished,
    body: Omit<WaitBody, 'contact'> & { readonly contact: NewWaitingListEntry['contact'] },
    { source, by }: { source: WaitingListEntry['source']; by: (id: string) => Actor },
  ): Promise<string> {
    const id = newId();
    const { facts } = sessions[0]!;
    const wish = {
      ...{ id, eventId, source, contact: body.contact, partySize: body.partySize, fewerIsFine: body.fewerIsFine },
      sessionIds: sessions.map(({ pool }) => pool.sessionId),
      party: { guests: body.guests, accessNeeds: body.accessNeeds, answers: body.answers },
      consented: body.consent ?? false,
      verified: isVouchedFor(facts, source),
    };
    const { ids } = await this.entering.enterAll(tx, {
      parties: [wish],
      pools: sessions.map(({ pool }) => pool),
      by: by(id),
    });
    if (ids.length === 0) throw new WaitsAlready(null);
    return id;
  }
}

/** Whom the team has spoken to is not asked to follow a link, nor is anybody where the event does not ask for it. */
function isVouchedFor({ confirmation }: SessionFacts, source: WaitingListEntry['source']): boolean {
  return confirmation === 'immediate' || (source !== 'web' && source !== 'api');
}
