import { Query } from '@nestjs/common';
import { AuditPage, AuditQuery } from '#contracts';
import { AuditTrail, type Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { Reach } from './access.guard.js';
import { AdminController, AdminGet } from './operations.js';

@AdminController('audit')
export class AuditController {
  constructor(private readonly audit: AuditTrail) {}

  @AdminGet('audit', {
    needs: 'audit:read',
    summary: 'Lists who changed what, when and why',
    answers: [200, 'A page of entries, newest first', AuditPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: AuditQuery }) query: AuditQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof AuditPage>> {
    return this.audit.list(query, reach);
  }
}
