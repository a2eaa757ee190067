import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BulkWish } from '#contracts';
import { Database } from '#database';
import { KeyRotation, Secrets } from '#kernel';
import { BulkAction } from './bulk-action.entity.js';

/** What is wished of many registrations, sealed until it is done: a note or a reason may be nobody else's business. */
@Injectable()
export class BulkWishes implements OnModuleInit {
  constructor(
    private readonly secrets: Secrets,
    private readonly database: Database,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('bulk actions', () => this.sealAnew());
  }

  seal(id: string, wish: BulkWish): string {
    return this.secrets.seal(JSON.stringify(wish), placeOf(id));
  }

  open({ id, sealedWish }: Pick<BulkAction, 'id' | 'sealedWish'>): BulkWish {
    return JSON.parse(this.secrets.open(sealedWish, placeOf(id))) as BulkWish;
  }

  private async sealAnew(): Promise<number> {
    const { reader } = this.database;
    let count = 0;
    for (const action of await reader.findBy(BulkAction, { state: 'running' })) {
      const { id, sealedWish } = action;
      if (this.secrets.isCurrent(sealedWish)) continue;
      // Unless it has ended meanwhile: then nothing is kept.
      await reader.update(BulkAction, { id, sealedWish }, { sealedWish: this.seal(id, this.open(action)) });
      count++;
    }
    return count;
  }
}

function placeOf(id: string): string {
  return `bulk-actions/${id}`;
}
