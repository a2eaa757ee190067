import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EnterBody } from '#contracts';
import { Database } from '#database';
import { KeyRotation, sealColumnAnew, Secrets } from '#kernel';
import { findDetails, replaceDetails } from './entries.queries.js';

/** What people say about themselves and their guests when they enter. */
export type Details = Pick<EnterBody, 'guests' | 'accessNeeds' | 'answers'>;

/** Keeps it sealed, each bound to its entry. */
@Injectable()
export class EntryDetails implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('entries of ballots', () => this.sealAnew());
  }

  seal(entryId: string, { guests, accessNeeds, answers }: Details): string {
    return this.secrets.seal(JSON.stringify({ guests, accessNeeds, answers }), placeOf(entryId));
  }

  /** Nothing, once it is forgotten. */
  open({ id, details }: { readonly id: string; readonly details: string }): Details {
    return details === '' ? {} : (JSON.parse(this.secrets.open(details, placeOf(id))) as Details);
  }

  private sealAnew(): Promise<number> {
    const { reader } = this.database;
    return sealColumnAnew(this.secrets, {
      read: (after, limit) => findDetails(reader, after, limit),
      sealed: ({ details }) => details,
      place: placeOf,
      replace: ({ id, details }, anew) => replaceDetails(reader, id, details, anew),
    });
  }
}

function placeOf(entryId: string): string {
  return `ballot_entries/${entryId}/details`;
}
