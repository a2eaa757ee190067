import { Body, Query, Req, StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GuestListQuery, GuestListReport, InvitationFilter } from '#contracts';
import type { InTransaction } from '#database';
import { GuestExport, GuestImport } from '#invitation';
import type { Clerk } from '#registration';
import type { Caller as AdminCaller, Reach as EventReach } from '#staff';
import { OneTransaction } from '../http/idempotency.js';
import { AtWork, Caller, Reach } from './access.guard.js';
import { AdminController, AdminFile, AdminUpload } from './operations.js';

const UNREADABLE =
  'file_is_empty, file_is_a_workbook, file_is_no_text, quote_not_closed, too_many_rows, too_many_columns, cell_too_long';
const TYPE = 'text/csv; charset=utf-8';

@AdminController('invitations')
export class GuestListsController {
  constructor(
    private readonly incoming: GuestImport,
    private readonly outgoing: GuestExport,
  ) {}

  @AdminUpload('invitations/import', {
    needs: 'registrations:write',
    summary: 'Brings in a guest list: all of its lines or none, or the good ones',
    description:
      'CSV as spreadsheets save it, columns in any order: name, salutation, title, organisation, precedence, language, e-mail, party size, note, pool. With preview=true nothing is brought in, and the report says what would be wrong with which line. Nobody is mailed by it.',
    answers: [200, 'What became of it, line by line where something is wrong', GuestListReport],
    refusals: { 404: 'not_found: there is no such session, or no such pool in it', 409: 'bad_lines', 422: UNREADABLE },
  })
  bring(
    @Body() file: Buffer | undefined,
    @Query({ schema: GuestListQuery }) query: GuestListQuery,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<GuestListReport> {
    return run((tx) => this.incoming.bring(tx, clerk, file ?? Buffer.alloc(0), query));
  }

  @AdminFile('invitations/export', {
    needs: 'registrations:export',
    summary: 'Takes a guest list out as a file, with what was answered',
    description: 'In the order of precedence. Pools and notes are never in it. It is noted in the audit trail.',
    answers: [200, 'The file, in pieces: CSV as Excel reads it'],
    media: ['text/csv'],
    refusals: { 422: 'invalid_input' },
  })
  async take(
    @Query({ schema: InvitationFilter }) filter: InvitationFilter,
    @Caller() caller: AdminCaller,
    @Reach() reach: EventReach,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    // Whoever asks for the head alone takes nothing out.
    if (request.method === 'HEAD') return new StreamableFile(Buffer.alloc(0), { type: TYPE });
    const { name, content } = await this.outgoing.csv(caller, filter, reach);
    return new StreamableFile(content, { type: TYPE, disposition: `attachment; filename="${name}"` });
  }
}
