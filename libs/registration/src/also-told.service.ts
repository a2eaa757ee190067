import { Injectable } from '@nestjs/common';
import { type Candidate, type CandidateMessageKind, emailKey } from '#contracts';
import type { Tx } from '#database';
import { NOWHERE } from '#kernel';
import { MessageLog, Outbox } from '#mail';
import { findHolders } from './also-told.queries.js';

const SLICE = 1000;

/** Sessions of an event of which people were told something that is not so any more. */
export interface ChangedSessions {
  readonly eventId: string;
  readonly sessionIds: readonly string[];
  /** Whether all that is new is the room. */
  readonly roomAlone?: boolean;
}

/** Somebody without places, and their address; null for who is told by the team. */
export interface Concerned {
  readonly id: string;
  readonly recipient: string | null;
}

/** One group of people who were told of sessions and have no places there. */
export interface Listeners {
  readonly candidate: Candidate['kind'];
  /** The mail that says what is new. */
  readonly message: CandidateMessageKind;
  /** Those of their mails that say how things stand when they are sent: while one is unsent they need no other. */
  readonly unsent: readonly CandidateMessageKind[];
  /** Whether their mails name the room. */
  readonly knowRoom?: boolean;
  /** Whether they are told here of sessions that are called off as well, and not by their own lib. */
  readonly calledOff?: boolean;
  /** Keeps their own lib from mailing them of sessions that are called off, where everybody has heard already. */
  silence?(tx: Tx, changed: ChangedSessions): Promise<void>;
  /** What the change brings about for them, before they are told. */
  before?(tx: Tx, changed: ChangedSessions): Promise<void>;
  /** In the order of their ids, so many after one. */
  find(tx: Tx, changed: ChangedSessions, after: string, limit: number): Promise<Concerned[]>;
}

export interface AlsoReached {
  readonly mails: number;
  readonly withoutAddress: number;
}

/**
 * Who else hears of a session that is rescheduled or elsewhere: people whom libs further up know, who sign on here. Each
 * is told once, in the transaction of the deed, and who has confirmed places there is told by the mail about these alone.
 */
@Injectable()
export class AlsoTold {
  private readonly groups: Listeners[] = [];

  constructor(
    private readonly messages: MessageLog,
    private readonly outbox: Outbox,
  ) {}

  add(group: Listeners): void {
    this.groups.push(group);
  }

  /** The transaction has locked the pools of the sessions, and they are as they will be. */
  async tell(tx: Tx, changed: ChangedSessions): Promise<AlsoReached> {
    return this.reach(tx, changed, this.concerned(changed), true);
  }

  /** Whom `tell` would tell; for a rehearsal. */
  async count(tx: Tx, changed: ChangedSessions): Promise<AlsoReached> {
    return this.reach(tx, changed, this.concerned(changed), false);
  }

  /** The sessions do not take place. */
  async tellCalledOff(tx: Tx, changed: ChangedSessions): Promise<void> {
    const groups = this.groups.filter(({ calledOff }) => calledOff);
    await this.reach(tx, changed, groups, true);
  }

  /** The sessions do not take place, and the team says that everybody has heard: nobody is mailed. */
  async silenceCalledOff(tx: Tx, changed: ChangedSessions): Promise<void> {
    for (const group of this.groups) await group.silence?.(tx, changed);
  }

  private concerned({ roomAlone }: ChangedSessions): Listeners[] {
    return this.groups.filter(({ knowRoom }) => !roomAlone || knowRoom);
  }

  private async reach(
    tx: Tx,
    changed: ChangedSessions,
    groups: readonly Listeners[],
    tell: boolean,
  ): Promise<AlsoReached> {
    let [mails, withoutAddress] = [0, 0];
    if (changed.sessionIds.length === 0) return { mails, withoutAddress };
    for (const group of groups) {
      await group.before?.(tx, changed);
      for (let after = NOWHERE; ;) {
        const found = await group.find(tx, changed, after, SLICE);
        const due = await this.due(tx, changed, group, found);
        if (tell) await this.put(tx, changed, group, due);
        mails += due.length;
        withoutAddress += found.filter(({ recipient }) => recipient === null).length;
        if (found.length < SLICE) break;
        after = found.at(-1)!.id;
      }
    }
    return { mails, withoutAddress };
  }

  /** Those of them to whom a mail has to go. */
  private async due(
    tx: Tx,
    changed: ChangedSessions,
    { candidate, message, unsent }: Listeners,
    found: readonly Concerned[],
  ): Promise<Reachable[]> {
    const reachable = found.filter(isReachable).map((one) => ({ ...one, key: emailKey(one.recipient) }));
    if (reachable.length === 0) return [];
    const keys = reachable.map(({ key }) => key);
    const holders = await findHolders(tx, changed, keys, candidate === 'invitation');
    const rest = reachable.filter(({ key }) => !holders.has(key));
    const ids = rest.map(({ id }) => id);
    const held = await this.messages.holdUnsent(tx, ids, [...unsent, message]);
    return rest.filter(({ id }) => !held.has(id));
  }

  private async put(
    tx: Tx,
    { eventId }: ChangedSessions,
    { candidate, message: kind }: Listeners,
    due: readonly Reachable[],
  ): Promise<void> {
    if (due.length === 0) return;
    await this.outbox.put(
      tx,
      due.map(({ id, recipient }) => ({ eventId, candidate: { kind: candidate, id }, kind, recipient })),
    );
  }
}

interface Reachable extends Concerned {
  readonly recipient: string;
}

function isReachable(one: Concerned): one is Reachable {
  return one.recipient !== null;
}
