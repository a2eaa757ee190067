import { Injectable } from '@nestjs/common';
import type { EntryOutcome } from '#contracts';
import type { Tx } from '#database';
import { Clock } from '#kernel';
import { Outbox } from '#mail';
import type { Admitted } from '#registration';
import { AuditTrail, WORKER } from '#staff';
import { Ballot } from './ballot.entity.js';
import { BallotBook } from './ballot-book.service.js';
import { BallotFollowing } from './ballot-following.service.js';
import { anyUnsettled, lockUnsettled, type Settled, type Unsettled, writeOutcomes } from './entries.queries.js';
import { letterTo } from './letter-to.js';

const OTHERS_AT_ONCE = 2000;
/** Longer than places are held that nobody confirms: what an address holds after that, it has chosen since the draw. */
const PATIENCE_MS = 60 * 60_000;

type Fate = Pick<Settled, 'outcome' | 'registrationId'>;

/** What is noted of results and told to those who have no registration by them. */
@Injectable()
export class SettlingAftermath {
  constructor(
    private readonly book: BallotBook,
    private readonly following: BallotFollowing,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Nothing yet for an address that only holds places, unless it does so for longer than a draw can wait. */
  fateOf({ drawnAt }: Ballot, admitted: Admitted): Fate | undefined {
    if (typeof admitted === 'object') return { outcome: 'registered', registrationId: admitted.registrationId };
    const patient = this.clock.now().getTime() < drawnAt!.getTime() + PATIENCE_MS;
    if (admitted === 'holds' && patient) return undefined;
    return { outcome: admitted === 'called-off' ? 'called-off' : 'has-places', registrationId: null };
  }

  /** Whose result is undefined stays as they are. Winners hear from their registration. */
  async write(
    tx: Tx,
    { eventId }: Ballot,
    entries: readonly Unsettled[],
    fateOf: (entry: Unsettled, index: number) => Fate | undefined,
  ): Promise<void> {
    const settled = entries.flatMap((entry, index) => {
      const fate = fateOf(entry, index);
      return fate ? [{ id: entry.id, contactEmail: entry.contactEmail, ...fate }] : [];
    });
    if (settled.length > 0) await writeOutcomes(tx, settled, this.clock.now());
    const told = settled.filter(({ outcome }) => outcome !== 'registered');
    const mails = told.map((entry) => letterTo({ ...entry, eventId }, 'ballot-drawn'));
    await this.outbox.put(tx, mails);
  }

  /** Those who were not drawn, in the order drawn: on the waiting list, where the event has one. */
  async others(tx: Tx, ballot: Ballot, rank: number): Promise<number | undefined> {
    const line = await this.following.open(tx, ballot);
    const entries = await lockUnsettled(tx, ballot.id, null, rank, OTHERS_AT_ONCE);
    if (entries.length === 0) return undefined;
    const waiting = await this.following.join(tx, ballot, line, entries);
    const goingOn = await this.book.goingOn(tx, ballot);
    await this.write(tx, ballot, entries, ({ id, preferences }) => {
      const unlucky: EntryOutcome = waiting.has(id) ? 'waiting' : 'not-drawn';
      const outcome = preferences.some((one) => goingOn.has(one)) ? unlucky : 'called-off';
      return { outcome, registrationId: null };
    });
    return entries.at(-1)!.rank!;
  }

  /** What is left is for everybody again. */
  async finish(tx: Tx, ballotId: string): Promise<void> {
    const locked = await this.book.lock(tx, ballotId);
    const { ballot } = locked;
    if (ballot.settledAt || (await anyUnsettled(tx, ballotId))) return;
    await this.book.letGo(tx, locked);
    const { id, eventId, version } = ballot;
    const now = this.clock.now();
    await tx.update(Ballot, { id, eventId }, { settledAt: now, version: version + 1, updatedAt: now });
    this.audit.record(tx, WORKER, { kind: 'ballot.settled', subjectId: id, eventId });
  }
}
