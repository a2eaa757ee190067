import { Injectable } from '@nestjs/common';
import type { LockedPool } from '#admission';
import { emailKey, type NewWaitingListEntry } from '#contracts';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { Outbox } from '#mail';
import type { Actor } from '#staff';
import { Decisions } from './decisions.service.js';
import { type EntryRow, insertEntries, type Ranked } from './entries.queries.js';
import type { WaitingListEntry } from './entry.entity.js';
import { Line } from './line.service.js';
import { PartySealing, type SaidParty } from './party-sealing.service.js';
import { letterTo } from './letter-to.js';

/** A party that is to wait. */
export interface NewParty {
  /** A new id. */
  readonly id: string;
  readonly eventId: string;
  readonly sessionIds: readonly string[];
  readonly partySize: number;
  readonly fewerIsFine: boolean;
  readonly contact: NewWaitingListEntry['contact'];
  readonly party: SaidParty;
  readonly consented: boolean;
  readonly source: WaitingListEntry['source'];
  /** Whether the address is known to be theirs; else it stands in no line until its link was followed. */
  readonly verified: boolean;
}

export interface Arrival {
  /** All of one event, in the order in which they are to stand. */
  readonly parties: readonly NewParty[];
  /** The public pools of all their sessions, locked by the transaction. */
  readonly pools: readonly LockedPool[];
  readonly by: Actor;
  /** Why they wait, for the log; they asked to, if left out. */
  readonly reason?: string | undefined;
  /** Whether each is mailed the link to its entry; they are, if left out. */
  readonly tell?: boolean | undefined;
}

export interface Arrived {
  /** The ids of those that wait now. */
  readonly ids: readonly string[];
  /** Those whose address waits in the event already, in their order, each with the rank that it would have had. */
  readonly passedBy: readonly { readonly party: NewParty; readonly rank: string }[];
}

/** Puts parties at the end of the line. */
@Injectable()
export class Entering {
  constructor(
    private readonly sealing: PartySealing,
    private readonly line: Line,
    private readonly decisions: Decisions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Any number of them by a few statements, each behind the one before it. An address that waits in the event already is
   * passed by.
   */
  async enterAll(tx: Tx, { parties, pools, by, reason, tell = true }: Arrival): Promise<Arrived> {
    if (parties.length === 0) return { ids: [], passedBy: [] };
    const { eventId } = parties[0]!;
    const now = this.clock.now();
    const rows = parties.map((party) => this.rowOf(party, tell, now));
    const ranked = new Map((await insertEntries(tx, rows, now)).map((row): [string, Ranked] => [row.id, row]));
    const entered = parties.filter(({ id }) => ranked.get(id)!.made);
    const wishes = entered.flatMap(({ id: entryId, sessionIds, verified: live }) =>
      sessionIds.map((sessionId) => ({ entryId, eventId, sessionId, live })),
    );
    await this.line.join(tx, eventId, wishes, pools);
    this.decisions.note(
      tx,
      by,
      entered.map((party) => joining(party, reason)),
    );
    if (tell) await this.outbox.put(tx, entered.map(welcome));
    const passedBy = parties
      .filter(({ id }) => !ranked.get(id)!.made)
      .map((party) => ({ party, rank: ranked.get(party.id)!.rank }));
    return { ids: entered.map(({ id }) => id), passedBy };
  }

  private rowOf({ id, eventId, contact, party, ...rest }: NewParty, tell: boolean, now: Date): EntryRow {
    const { partySize, fewerIsFine, consented, source, verified } = rest;
    return {
      ...{ id, eventId, state: verified ? 'waiting' : 'unverified', endReason: null, partySize, fewerIsFine },
      contactName: contact.name,
      contactEmail: contact.email ?? null,
      contactPhone: contact.phone ?? null,
      emailKey: contact.email === undefined ? null : emailKey(contact.email),
      sealedParty: this.sealing.seal(id, party),
      consentedAt: consented ? now : null,
      ...{ source, priority: 0, mailedAt: tell && contact.email !== undefined ? now : null, version: 1 },
    };
  }
}

function joining({ id: entryId, eventId, contact, sessionIds, ...party }: NewParty, reason = 'Asked to wait.') {
  const { partySize, fewerIsFine, source, verified } = party;
  const state = verified ? 'waiting' : 'unverified';
  const { name: contactName, email: contactEmail = null, phone: contactPhone = null } = contact;
  const after = { state, partySize, fewerIsFine, contactName, contactEmail, contactPhone, sessionIds, source };
  return { kind: 'joined' as const, entryId, eventId, people: partySize, reason, after };
}

function welcome({ id, eventId, contact: { email } }: NewParty) {
  return letterTo({ id, eventId, contactEmail: email ?? null }, 'waiting');
}
