import { Injectable } from '@nestjs/common';
import type { BulkWish } from '#contracts';
import type { Tx } from '#database';
import { type Clerk, Notes, Resending, TeamCancel, TeamChange } from '#registration';

/** Does to one registration what is wished for many: by the same services, and so by the same rules, as for one alone. */
@Injectable()
export class BulkDeeds {
  constructor(
    private readonly cancelling: TeamCancel,
    private readonly changing: TeamChange,
    private readonly resending: Resending,
    private readonly notes: Notes,
  ) {}

  /** Throws what the deed is refused with. */
  async do(tx: Tx, clerk: Clerk, id: string, wish: BulkWish): Promise<void> {
    switch (wish.action) {
      case 'cancel': {
        const { action: _, ...rest } = wish;
        return this.cancelling.cancel(tx, clerk, id, rest);
      }
      case 'move': {
        const { action: _, ...rest } = wish;
        return this.changing.move(tx, clerk, id, rest);
      }
      case 'note':
        await this.notes.add(tx, clerk, id, { kind: wish.kind, text: wish.text });
        return;
      case 'resend':
        await this.resending.confirmation(tx, clerk, id);
    }
  }
}
