import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { RegisterBody } from '#contracts';
import { Database } from '#database';
import { KeyRotation, sealColumnAnew, Secrets } from '#kernel';
import { findSealedParties, writeSealedParty } from './entries.queries.js';

/** What the people of a party said about themselves when they began to wait. */
export type SaidParty = Pick<RegisterBody, 'guests' | 'accessNeeds' | 'answers'>;

/** Keeps sealed what a party has said until it gets places, or until it is gone. */
@Injectable()
export class PartySealing implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('waiting parties', () => this.sealAnew());
  }

  /** Null for a party that has said nothing. */
  seal(entryId: string, { guests, accessNeeds, answers }: SaidParty): string | null {
    const said = {
      ...(guests?.length && { guests }),
      ...(accessNeeds && { accessNeeds }),
      ...(answers && { answers }),
    };
    return Object.keys(said).length === 0 ? null : this.secrets.seal(JSON.stringify(said), placeOf(entryId));
  }

  open({ id, sealedParty }: { readonly id: string; readonly sealedParty: string | null }): SaidParty {
    return sealedParty === null ? {} : (JSON.parse(this.secrets.open(sealedParty, placeOf(id))) as SaidParty);
  }

  private sealAnew(): Promise<number> {
    const { reader } = this.database;
    return sealColumnAnew(this.secrets, {
      read: (after, limit) => findSealedParties(reader, after, limit),
      sealed: ({ sealedParty }) => sealedParty,
      place: placeOf,
      replace: (row, to) => writeSealedParty(reader, row, { from: row.sealedParty, to }),
    });
  }
}

function placeOf(entryId: string): string {
  return `waiting-list/${entryId}`;
}
