import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { Candidacy } from '#registration';
import { WORKER } from '#staff';
import { Ballot } from './ballot.entity.js';
import { BallotBook } from './ballot-book.service.js';
import { lockUnsettled, type Unsettled } from './entries.queries.js';
import { EntryDetails } from './entry-details.service.js';
import { SettlingAftermath } from './settling-aftermath.service.js';

/** In one transaction: the pool is locked meanwhile. */
const WINNERS_AT_ONCE = 500;

/**
 * Carries out what was drawn: winners are registered in the places that were kept for them, the others are told. In
 * steps of one transaction each; whatever stops it, the next run goes on where it was.
 */
@Injectable()
export class BallotSettling {
  constructor(
    private readonly database: Database,
    private readonly book: BallotBook,
    private readonly candidacy: Candidacy,
    private readonly details: EntryDetails,
    private readonly after: SettlingAftermath,
  ) {}

  async settle(ballotId: string): Promise<void> {
    const ballot = await this.database.reader.findOneByOrFail(Ballot, { id: ballotId });
    if (!ballot.drawnAt || ballot.settledAt) return;
    for (const { sessionId } of await this.book.sessionsOf(this.database.reader, ballot)) {
      await this.inSteps((rank, tx) => this.winners(tx, ballot, sessionId, rank));
    }
    await this.inSteps((rank, tx) => this.after.others(tx, ballot, rank));
    await this.database.transaction((tx) => this.after.finish(tx, ballotId));
  }

  /** Each step answers the rank after which there may be more. */
  private async inSteps(step: (after: number, tx: Tx) => Promise<number | undefined>): Promise<void> {
    let after: number | undefined = 0;
    while (after !== undefined) after = await this.oneStep(step, after);
  }

  private oneStep(step: (after: number, tx: Tx) => Promise<number | undefined>, after: number) {
    return this.database.transaction((tx) => step(after, tx));
  }

  /** An address that only holds places is looked at again by the next run, in the hour after the draw. */
  private async winners(tx: Tx, ballot: Ballot, sessionId: string, rank: number): Promise<number | undefined> {
    const pool = (await this.book.lockPools(tx, ballot.eventId, [sessionId])).get(sessionId);
    const entries = await lockUnsettled(tx, ballot.id, sessionId, rank, WINNERS_AT_ONCE);
    if (!pool || entries.length === 0) return undefined;
    const session = await this.book.session(tx, ballot.id, sessionId);
    const fates = await this.candidacy.admit(
      tx,
      pool,
      entries.map((entry) => this.winnerOf(entry)),
      { by: WORKER },
    );
    const people = entries.filter((_, index) => typeof fates[index] === 'object').map(({ partySize }) => partySize);
    await this.book.useKept(
      tx,
      session,
      pool,
      people.reduce((sum, one) => sum + one, 0),
    );
    await this.after.write(tx, ballot, entries, (_, index) => this.after.fateOf(ballot, fates[index]!));
    return entries.at(-1)!.rank!;
  }

  private winnerOf(entry: Unsettled) {
    const { contactName: name, contactEmail: email, contactPhone, emailKey, partySize, consentedAt } = entry;
    const contact = { name, ...(email !== null && { email }), ...(contactPhone !== null && { phone: contactPhone }) };
    const body = { contact, partySize, consent: consentedAt !== null, ...this.details.open(entry) };
    return { body, emailKey, source: 'ballot' as const };
  }
}
