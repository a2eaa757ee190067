import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#database';
import { KeyRotation, sealColumnAnew, Secrets } from '#kernel';
import type { Invitation } from './invitation.entity.js';
import { findSealedNotes, replaceSealedNote } from './invitations.queries.js';

/** What the team notes about a guest is kept sealed, and bound to its invitation. */
@Injectable()
export class InvitationNotes implements OnModuleInit {
  constructor(
    private readonly secrets: Secrets,
    private readonly database: Database,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('notes about invited guests', () => this.sealAnew());
  }

  seal(id: string, note: string | null | undefined): string | null {
    return note === null || note === undefined ? null : this.secrets.seal(note, placeOf(id));
  }

  /** For those alone who may see it. */
  open({ id, sealedNote }: Pick<Invitation, 'id' | 'sealedNote'>): string | null {
    return sealedNote === null ? null : this.secrets.open(sealedNote, placeOf(id));
  }

  private sealAnew(): Promise<number> {
    const { reader } = this.database;
    return sealColumnAnew(this.secrets, {
      read: (after, limit) => findSealedNotes(reader, after, limit),
      sealed: ({ sealedNote }) => sealedNote,
      place: placeOf,
      replace: ({ id, sealedNote }, anew) => replaceSealedNote(reader, id, sealedNote, anew),
    });
  }
}

function placeOf(id: string): string {
  return `invitations/${id}/note`;
}
