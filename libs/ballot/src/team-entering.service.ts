import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { emailKey, type NewBallotEntry } from '#contracts';
import { brokenConstraint, LookAgain, type Tx } from '#database';
import { Clock } from '#kernel';
import { Candidacy } from '#registration';
import { type Actor, type Asked, AuditTrail } from '#staff';
import { BallotEntry } from './ballot-entry.entity.js';
import { EnteredBefore } from './ballot.errors.js';
import { findKnown } from './entries.queries.js';
import { notedEntry } from './entries.service.js';
import { EntryDesk, mustBeOpen } from './entry-desk.service.js';
import { EntryDetails } from './entry-details.service.js';
import { newEntry, withPreferences } from './new-entry.js';

/** Takes entries for people who rang or wrote: by the rules for everybody, but for consent, and in the draw at once. */
@Injectable()
export class TeamEntering {
  constructor(
    private readonly desk: EntryDesk,
    private readonly candidacy: Candidacy,
    private readonly details: EntryDetails,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Answers the id. Throws NotFound, BallotNotOpen, BallotClosed, BallotCancelled, SessionCancelled, SessionOver,
   * PartyTooLarge, InvalidInput or EnteredBefore.
   */
  async enter(tx: Tx, actor: Actor, { id: ballotId, reach }: Asked, sent: NewBallotEntry): Promise<string> {
    const ballot = await this.desk.share(tx, ballotId);
    reach.mustCover(ballot.eventId, 'ballot');
    const now = this.clock.now();
    mustBeOpen(ballot, now);
    const body = withPreferences(ballot, sent);
    await this.candidacy.judgeFor(tx, body.preferences[0]!, body);
    const id = randomUUID();
    const entry = newEntry(ballot, body, {
      ...{ id, state: 'entered', source: body.source, details: this.details.seal(id, body), now },
      emailKey: body.contact.email === undefined ? null : emailKey(body.contact.email),
    });
    await this.insert(tx, entry);
    const deed = { kind: 'ballot-entry.made', subjectId: id, eventId: ballot.eventId };
    this.audit.record(tx, actor, { ...deed, after: notedEntry(entry) });
    if (body.tell !== false) await this.desk.tellEntered(tx, entry);
    return id;
  }

  private async insert(tx: Tx, entry: BallotEntry): Promise<void> {
    const known = entry.emailKey === null ? [] : await findKnown(tx, entry.ballotId, entry.emailKey);
    const before = known.find(({ state }) => state === 'entered');
    if (before) throw new EnteredBefore(before.id);
    try {
      await tx.insert(BallotEntry, entry);
    } catch (error) {
      // The same address at the same moment: it is found above when this is done again.
      if (brokenConstraint(error) === 'ballot_entries_one_per_address') throw new LookAgain();
      throw error;
    }
  }
}
