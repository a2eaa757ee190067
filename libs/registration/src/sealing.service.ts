import { Injectable } from '@nestjs/common';
import type { Space } from '#contracts';
import { Secrets } from '#kernel';
import type { Answers } from './registration.entity.js';
import {
  isSealed,
  type Kept,
  type KeptAnswers,
  type KeptParty,
  type Opened,
  type OpenParty,
  type Sealed,
} from './sealed-party.js';
import type { AskedQuestion } from './session-facts.js';

/** The questions of an event whose answers are sensitive, by id. */
export type SensitiveQuestions = ReadonlySet<string>;

/**
 * Seals what people say about themselves before it is kept, and opens it for those who may see it. Each value is
 * bound to its registration, place and question: copied elsewhere it does not open. Rows stay sealed on their way
 * through the house, so that only who calls `open` holds anything that must not be shown or logged.
 */
@Injectable()
export class Sealing {
  constructor(private readonly secrets: Secrets) {}

  /** Seals access needs, who is in which space, and the answers to sensitive questions; everything else stays as it is. */
  seal<Row extends OpenParty & { readonly id: string }>(
    row: Row,
    sensitive: SensitiveQuestions,
  ): Omit<Row, keyof OpenParty> & KeptParty {
    const { accessNeeds, answers, places } = row;
    const at = `registrations/${row.id}`;
    return {
      ...row,
      accessNeeds: this.sealSaid(accessNeeds, `${at}/accessNeeds`),
      answers: this.sealAnswers(answers, sensitive, at),
      places: places.map((place) => ({
        ...place,
        accessNeeds: this.sealSaid(place.accessNeeds, `${at}/${place.ticketCode}/accessNeeds`),
        space: this.sealSaid(place.space, `${at}/${place.ticketCode}/space`),
        answers: this.sealAnswers(place.answers, sensitive, `${at}/${place.ticketCode}`),
      })),
    };
  }

  /** Throws if anything of it was altered or stood elsewhere before, or if its key is not in SECRET_KEYS any more. */
  open<Row extends KeptParty & { readonly id: string }>(row: Row): Opened<Row> {
    const { accessNeeds, answers, places } = row;
    const at = `registrations/${row.id}`;
    return {
      ...row,
      accessNeeds: this.openValue(accessNeeds, `${at}/accessNeeds`),
      answers: this.openAnswers(answers, at),
      places: places.map((place) => ({
        ...place,
        accessNeeds: this.openValue(place.accessNeeds, `${at}/${place.ticketCode}/accessNeeds`),
        space: this.openValue(place.space ?? null, `${at}/${place.ticketCode}/space`),
        answers: this.openAnswers(place.answers, `${at}/${place.ticketCode}`),
      })),
    };
  }

  /** Whether all that is to be sealed is, with the key that is the first now. */
  isCurrent({ accessNeeds, answers, places }: KeptParty, sensitive: SensitiveQuestions): boolean {
    const answered = [answers, ...places.map((place) => place.answers)].flatMap((each) => Object.entries(each));
    return [
      ...[accessNeeds, ...places.flatMap((place) => [place.accessNeeds, place.space ?? null])].filter(
        (said) => said !== null,
      ),
      ...answered.filter(([id, answer]) => sensitive.has(id) || isSealed(answer)).map(([, answer]) => answer),
    ].every((value) => isSealed(value) && this.secrets.isCurrent(value.sealed));
  }

  private sealSaid(said: string | Space | null, place: string): Sealed | null {
    return said === null ? null : this.sealValue(said, place);
  }

  private sealAnswers(answers: Answers, sensitive: SensitiveQuestions, at: string): KeptAnswers {
    return mapped(answers, (value, id) => (sensitive.has(id) ? this.sealValue(value, `${at}/answers/${id}`) : value));
  }

  private openAnswers(answers: KeptAnswers, at: string): Answers {
    return mapped(answers, (value, id) => this.openValue(value, `${at}/answers/${id}`));
  }

  private sealValue(value: Answers[string] | Space, place: string): Sealed {
    return { sealed: this.secrets.seal(JSON.stringify(value), place) };
  }

  private openValue<T>(value: Kept<T>, place: string): T {
    return isSealed(value) ? (JSON.parse(this.secrets.open(value.sealed, place)) as T) : value;
  }
}

export function sensitiveAmong(questions: readonly AskedQuestion[]): SensitiveQuestions {
  return new Set(questions.filter(({ sensitive }) => sensitive).map(({ id }) => id));
}

function mapped<From, To>(answers: Readonly<Record<string, From>>, map: (value: From, id: string) => To) {
  const entries = Object.entries(answers);
  return Object.fromEntries(entries.map(([id, value]) => [id, map(value, id)]));
}
