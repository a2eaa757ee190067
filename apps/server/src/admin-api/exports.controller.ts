import { Query, Req, StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Exports } from '#bulk';
import { ExportQuery } from '#contracts';
import type { Caller as AdminCaller, Reach as EventReach } from '#staff';
import { Caller, Reach } from './access.guard.js';
import { AdminController, AdminFile } from './operations.js';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

@AdminController('registrations')
export class ExportsController {
  constructor(private readonly exports: Exports) {}

  @AdminFile('registrations/export', {
    needs: 'registrations:export',
    summary: 'Takes registrations out as a file',
    description:
      'Those that the list would show with the same filters, newest first. What is sensitive is never in it. It is noted in the audit trail.',
    answers: [200, 'The file, in pieces: CSV as Excel reads it, or XLSX'],
    media: ['text/csv', TYPES.xlsx],
    refusals: { 409: 'too_many_rows: more than a sheet holds', 422: 'invalid_input' },
  })
  async registrations(
    @Query({ schema: ExportQuery }) query: ExportQuery,
    @Caller() caller: AdminCaller,
    @Reach() reach: EventReach,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    const type = TYPES[query.format];
    // Whoever asks for the head alone takes nothing out.
    if (request.method === 'HEAD') return new StreamableFile(Buffer.alloc(0), { type });
    const { name, content } = await this.exports.registrations(caller, query, reach);
    return new StreamableFile(content, { type, disposition: `attachment; filename="${name}"` });
  }
}
