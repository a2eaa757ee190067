import { Injectable, Logger } from '@nestjs/common';
import { Database, isOutage, OutcomeUnknown, type Tx } from '#database';
import { DomainError } from '#kernel';
import type { Clerk } from '#registration';
import { Reach } from '#staff';
import type { BulkAction } from './bulk-action.entity.js';
import { BulkActionItem } from './bulk-action-item.entity.js';
import { findRunning, takeNext } from './bulk-actions.queries.js';
import { BulkDeeds } from './bulk-deeds.service.js';
import { BulkWishes } from './bulk-wishes.service.js';

const FAILED = {
  state: 'refused',
  code: 'internal_error',
  detail: 'Something went wrong on our side. Please try this one alone.',
} as const;

/**
 * The registrations of bulk actions, one a transaction: the deed and the note that it is done commit together. So a
 * worker that dies leaves nothing half done, and one that comes twice, or two at once, do nothing twice.
 */
@Injectable()
export class BulkItems {
  private readonly log = new Logger('Bulk');

  constructor(
    private readonly database: Database,
    private readonly deeds: BulkDeeds,
    private readonly wishes: BulkWishes,
  ) {}

  /** Does the next one. False once there is none left that nobody has in hand, or the action was stopped. */
  async next(bulkActionId: string): Promise<boolean> {
    let taken: BulkActionItem | undefined;
    try {
      return await this.database.transaction(async (tx) => {
        const action = await findRunning(tx, bulkActionId);
        taken = action && (await takeNext(tx, bulkActionId));
        if (!action || !taken) return false;
        await tx.update(BulkActionItem, keyOf(taken), await this.attempt(tx, action, taken.registrationId));
        return true;
      });
    } catch (error) {
      if (!taken || isOutage(error) || error instanceof OutcomeUnknown) throw error;
      // What fails by a fault of ours must not keep the others from being done.
      this.log.error({ err: error }, 'One of many registrations failed.');
      await this.database.reader.update(BulkActionItem, { ...keyOf(taken), state: 'waiting' }, FAILED);
      return true;
    }
  }

  /** What is refused is undone to a savepoint. */
  private async attempt(tx: Tx, action: BulkAction, registrationId: string): Promise<Partial<BulkActionItem>> {
    const wish = this.wishes.open(action);
    try {
      await tx.transaction((inner) => this.deeds.do(inner, clerkOf(action), registrationId, wish));
      return { state: 'done' };
    } catch (error) {
      if (error instanceof DomainError && error.status < 500) {
        return { state: 'refused', code: error.code, detail: error.message };
      }
      throw error;
    }
  }
}

/** Whoever asked for it, within the event of the action. */
function clerkOf({ eventId, actorKind, actorId, actorName, address }: BulkAction): Clerk {
  const nowhere = new Reach([]);
  return {
    actor: { kind: actorKind, id: actorId, name: actorName, address },
    reach: new Reach([eventId]),
    sight: { sensitive: nowhere, writing: nowhere },
  };
}

function keyOf({ bulkActionId, position, eventId }: BulkActionItem) {
  return { bulkActionId, position, eventId };
}
