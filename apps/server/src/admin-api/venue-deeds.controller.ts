import { Body, Param, Query } from '@nestjs/common';
import { PreviewQuery, ReachedEvent, ReachedVenue, Readdress, Relocation } from '#contracts';
import type { InTransaction } from '#database';
import { Readdressing, Relocating } from '#registration';
import type { Asked as AskedFor, Caller as AdminCaller } from '#staff';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, Caller } from './access.guard.js';
import { AdminController, AdminPost } from './operations.js';

const TELLS =
  'Each confirmed party of a session to come gets one mail with the reason and a calendar entry that follows, and so do, without one, those who are invited, wait or are in a ballot. Send what the preview says in reaches, and nothing is done if it is no longer so.';

/** A venue that is elsewhere than people were told. */
@AdminController('venues')
export class VenueDeedsController {
  constructor(private readonly readdressing: Readdressing) {}

  @AdminPost('venues/:id/readdress', {
    needs: 'programme:write',
    everywhere: true,
    summary: 'Gives a venue another name, address, position or time zone and tells everybody',
    description: TELLS,
    answers: [200, 'The venue as it is now, and whom that reaches', ReachedVenue],
    refusals: { 409: 'reach_changed: nothing was done' },
  })
  readdress(
    @Param('id') id: string,
    @Body({ schema: Readdress }) body: Readdress,
    @Query({ schema: PreviewQuery }) { preview }: PreviewQuery,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<ReachedVenue> {
    return run(async (tx) => {
      const only = preview === 'true';
      const { reached, alsoTold, venue } = only
        ? await this.readdressing.preview(tx, caller, id, body)
        : await this.readdressing.readdress(tx, caller, id, body);
      return { preview: only, ...reached, alsoTold, venue };
    });
  }
}

/** An event that goes to another venue. */
@AdminController('events')
export class EventRelocatingController {
  constructor(private readonly relocating: Relocating) {}

  @AdminPost('events/:id/relocate', {
    needs: 'programme:write',
    summary: 'Takes an event to another venue and tells everybody',
    description: TELLS,
    answers: [200, 'The event as it is now, and whom that reaches', ReachedEvent],
    refusals: {
      403: 'forbidden: this needs `capacity:override` if sessions were let over the safe number',
      409: 'event_cancelled, over_safe_number: the other venue cannot hold its sessions, reach_changed: nothing was done',
    },
  })
  relocate(
    @Asked() asked: AskedFor,
    @Body({ schema: Relocation }) body: Relocation,
    @Query({ schema: PreviewQuery }) { preview }: PreviewQuery,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<ReachedEvent> {
    return run(async (tx) => {
      const only = preview === 'true';
      const { reached, alsoTold, event } = only
        ? await this.relocating.preview(tx, caller, asked, body)
        : await this.relocating.relocate(tx, caller, asked, body);
      return { preview: only, ...reached, alsoTold, event };
    });
  }
}
