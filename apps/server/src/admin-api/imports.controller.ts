import { Body, Param, Query } from '@nestjs/common';
import { Imports } from '#bulk';
import { ImportChange, ImportPage, ImportRun, ImportsQuery, ImportView, NewImportQuery } from '#contracts';
import { brokenConstraint, type InTransaction } from '#database';
import type { Asked as AskedFor, Caller as AdminCaller, Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { Asked, Caller, Reach } from './access.guard.js';
import { AdminController, AdminDelete, AdminGet, AdminPatch, AdminPost, AdminUpload } from './operations.js';

const UNREADABLE =
  'file_is_empty, file_is_a_workbook, file_is_no_text, quote_not_closed, too_many_rows, too_many_columns, cell_too_long';
const TRIES = 3;

@AdminController('imports')
export class ImportsController {
  constructor(private readonly imports: Imports) {}

  @AdminUpload('imports', {
    needs: 'registrations:write',
    summary: 'Looks at a file of registrations, and takes nobody in yet',
    description:
      'CSV as spreadsheets save it: any separator, UTF-8, UTF-16 or Windows-1252, columns in any order under the names that people give them. The answer tells what is wrong with which line. The file is kept for an hour, in which it can be corrected and run.',
    answers: [201, 'What the file says, and what would become of it', ImportView],
    refusals: {
      404: 'not_found: there is no such event or session',
      409: 'event_not_published',
      422: UNREADABLE,
    },
  })
  add(
    @Body() file: Buffer | undefined,
    @Query({ schema: NewImportQuery }) query: NewImportQuery,
    @Reach() reach: EventReach,
    @OneTransaction() run: InTransaction,
  ): Promise<ImportView> {
    return run((tx) => this.imports.add(tx, file ?? Buffer.alloc(0), query, reach));
  }

  @AdminGet('imports', {
    needs: 'registrations:write',
    summary: 'Lists files that were brought in or are about to be',
    answers: [200, 'A page of imports, newest first', ImportPage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: ImportsQuery }) query: ImportsQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof ImportPage>> {
    return this.imports.list(query, reach);
  }

  @AdminGet('imports/:id', {
    needs: 'registrations:write',
    summary: 'Reads what was found in a file when it was last looked at',
    answers: [200, 'The import', ImportView],
  })
  one(@Param('id') id: string, @Reach() reach: EventReach): Promise<ImportView> {
    return this.imports.one(id, reach);
  }

  @AdminPatch('imports/:id', {
    needs: 'registrations:write',
    summary: 'Says what the columns of a file stand for, and looks at it again',
    answers: [200, 'What would become of the file now', ImportView],
    refusals: { 409: 'import_done, event_not_published' },
  })
  change(
    @Asked() asked: AskedFor,
    @Body({ schema: ImportChange }) body: ImportChange,
    @OneTransaction() run: InTransaction,
  ): Promise<ImportView> {
    return run((tx) => this.imports.change(tx, asked, body));
  }

  @AdminPost('imports/:id/run', {
    needs: 'registrations:write',
    summary: 'Takes in the people of a file: all of them or none, or those of the good lines',
    description: 'In one transaction, each confirmed at once. The file is forgotten then.',
    answers: [200, 'What became of the file', ImportView],
    refusals: { 409: 'bad_lines: there are some, and all or nothing was asked for, columns_unknown, import_done' },
  })
  async run(
    @Asked() asked: AskedFor,
    @Body({ schema: ImportRun }) body: ImportRun,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<ImportView> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await run((tx) => this.imports.run(tx, caller, asked, body));
      } catch (error) {
        // Somebody of the list has registered by themselves at the same moment; now it is known.
        if (brokenConstraint(error) !== 'registrations_one_per_address' || attempt === TRIES) throw error;
      }
    }
  }

  @AdminDelete('imports/:id', {
    needs: 'registrations:write',
    summary: 'Forgets a file that is not to be brought in',
    answers: [204, 'It is gone'],
    refusals: { 409: 'import_done' },
  })
  remove(@Asked() asked: AskedFor, @OneTransaction() run: InTransaction): Promise<void> {
    return run((tx) => this.imports.remove(tx, asked));
  }
}
