import { Injectable } from '@nestjs/common';
import type { AdminRegistration } from '#contracts';
import type { Tx } from '#database';
import type { Reach } from '#staff';
import { Links } from './links.js';
import type { AdminRegistrationRow } from './registration-listing.queries.js';
import { isSealed, type KeptAnswers, type Opened } from './sealed-party.js';
import { Sealing, type SensitiveQuestions } from './sealing.service.js';
import { findSensitiveQuestions } from './registration-listing.queries.js';

const NEEDS = ['accessNeeds', 'places.accessNeeds', 'places.space'];

/** In which events somebody may see everything, and in which they may do what its holder may. */
export interface Sight {
  readonly sensitive: Reach;
  readonly writing: Reach;
}

/** Decides what of a registration a member of the team is shown. What they may not see is not even opened. */
@Injectable()
export class Disclosure {
  constructor(
    private readonly sealing: Sealing,
    private readonly links: Links,
  ) {}

  async of(tx: Tx, rows: readonly AdminRegistrationRow[], { sensitive, writing }: Sight): Promise<AdminRegistration[]> {
    const hidden = rows.map(({ eventId }) => eventId).filter((eventId) => !sensitive.covers(eventId));
    const questions = await findSensitiveQuestions(tx, [...new Set(hidden)]);
    return rows.map(({ poolIsPrivate, ...row }) => ({
      ...(sensitive.covers(row.eventId)
        ? { ...withoutTickets(this.sealing.open(row)), masked: [] }
        : masked(row, poolIsPrivate, new Set(questions.get(row.eventId)))),
      // The link opens everything that its holder has said.
      manageUrl: writing.covers(row.eventId) && sensitive.covers(row.eventId) ? this.links.manageUrl(row.id) : null,
    }));
  }
}

type Row = Omit<AdminRegistrationRow, 'poolIsPrivate'>;

/** That something is masked does not tell whether there is anything. */
function masked(row: Row, poolIsPrivate: boolean, sensitive: SensitiveQuestions): Omit<AdminRegistration, 'manageUrl'> {
  const answersOf = (answers: KeptAnswers) => ({
    ...Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, isSealed(answer) ? null : answer])),
    ...Object.fromEntries([...sensitive].map((id) => [id, null])),
  });
  return {
    ...row,
    poolId: poolIsPrivate ? null : row.poolId,
    accessNeeds: null,
    answers: answersOf(row.answers),
    places: row.places.map(({ name, answers }) => ({
      name,
      accessNeeds: null,
      space: null,
      answers: answersOf(answers),
    })),
    masked: [...NEEDS, ...[...sensitive].map((id) => `answers.${id}`), ...(poolIsPrivate ? ['poolId'] : [])],
  };
}

/** Tickets are their holders' alone. */
function withoutTickets<T extends Opened<Row>>(row: T) {
  return {
    ...row,
    places: row.places.map(({ name, accessNeeds, space, answers }) => ({ name, accessNeeds, space, answers })),
  };
}
