import { Query } from '@nestjs/common';
import { Changes } from '#changes';
import { ChangeFeed, ChangesQuery } from '#contracts';
import type { Reach as EventReach } from '#staff';
import { Reach } from './access.guard.js';
import { AdminController, AdminGet } from './operations.js';

@AdminController('changes')
export class ChangesController {
  constructor(private readonly changes: Changes) {}

  @AdminGet('changes', {
    needs: 'changes:read',
    summary: 'Follows what happened, in order',
    description: 'Ids and kinds only. Send nextCursor as since to go on from there, after any pause.',
    answers: [200, 'The changes after the cursor', ChangeFeed],
    refusals: { 422: 'invalid_input' },
  })
  since(@Query({ schema: ChangesQuery }) query: ChangesQuery, @Reach() { eventIds }: EventReach): Promise<ChangeFeed> {
    return this.changes.since(query, eventIds);
  }
}
