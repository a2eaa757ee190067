import { Body, Param, Query } from '@nestjs/common';
import { InboundMailPage, InboundMailsQuery, InboundMailWhole, TakenMail } from '#contracts';
import type { InTransaction } from '#database';
import { InboundListing, InboundPost } from '#replies';
import type { Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Reach, ReachOf } from './access.guard.js';
import { AdminController, AdminGet, AdminUpload } from './operations.js';

@AdminController('inbound mails')
export class InboundMailsController {
  constructor(
    private readonly listing: InboundListing,
    private readonly post: InboundPost,
  ) {}

  @AdminGet('inbound-mails', {
    needs: 'messages:read',
    summary: 'Lists what came in by mail, what was decided about it, and why',
    answers: [200, 'A page of mails, newest first', InboundMailPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: InboundMailsQuery }) query: InboundMailsQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof InboundMailPage>> {
    return this.listing.list(query, reach);
  }

  @AdminGet('inbound-mails/:id', {
    needs: 'messages:read',
    summary: 'Reads one mail that came in',
    description: 'With `registrations:sensitive` as it came, for 30 days.',
    answers: [200, 'The mail', InboundMailWhole],
  })
  one(
    @Param('id') id: string,
    @Reach() reach: EventReach,
    @ReachOf('registrations:sensitive') sensitive: EventReach,
  ): Promise<InboundMailWhole> {
    return this.listing.one(id, reach, sensitive);
  }

  @AdminUpload('inbound-mails', {
    needs: 'messages:write',
    everywhere: true,
    summary: 'Takes a raw mail from a mail gateway',
    description:
      'In place of a mailbox or a mail server: the mail as it came (RFC 5322), as `application/octet-stream`. The same mail is handled once, with or without an Idempotency-Key.',
    answers: [200, 'What was decided about it', TakenMail],
  })
  async take(@Body() raw: Buffer | undefined, @OneTransaction() run: InTransaction): Promise<TakenMail> {
    return { decision: await this.post.receive({ raw: raw ?? Buffer.alloc(0), source: 'http' }, run) };
  }
}
