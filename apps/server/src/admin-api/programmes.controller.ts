import { Body, Param, Query } from '@nestjs/common';
import { AdminProgramme, AdminProgrammePage, NewProgramme, PageQuery, ProgrammeChange } from '#contracts';
import type { InTransaction } from '#database';
import type { Expected } from '#kernel';
import { Programmes } from '#programme';
import type { Caller as AdminCaller } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { Caller } from './access.guard.js';
import { AdminController, AdminDelete, AdminGet, AdminPatch, AdminPost } from './operations.js';

@AdminController('programmes')
export class ProgrammesController {
  constructor(private readonly programmes: Programmes) {}

  @AdminGet('programmes', {
    needs: 'programme:read',
    summary: 'Lists programmes',
    answers: [200, 'A page of programmes, newest first', AdminProgrammePage],
    refusals: { 422: 'invalid_input' },
  })
  list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.infer<typeof AdminProgrammePage>> {
    return this.programmes.list(query);
  }

  @AdminGet('programmes/:id', {
    needs: 'programme:read',
    summary: 'Reads one programme',
    answers: [200, 'The programme', AdminProgramme],
  })
  one(@Param('id') id: string): Promise<AdminProgramme> {
    return this.programmes.one(id);
  }

  @AdminPost('programmes', {
    needs: 'programme:write',
    everywhere: true,
    summary: 'Makes a programme',
    answers: [201, 'The programme', AdminProgramme],
    refusals: { 409: 'slug_taken' },
  })
  make(
    @Body({ schema: NewProgramme }) body: NewProgramme,
    @Caller() caller: AdminCaller,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminProgramme> {
    return run((tx) => this.programmes.add(tx, caller, body));
  }

  @AdminPatch('programmes/:id', {
    needs: 'programme:write',
    everywhere: true,
    summary: 'Changes a programme',
    description: 'What is left out stays as it is.',
    answers: [200, 'The programme as it is now', AdminProgramme],
    refusals: { 409: 'slug_taken' },
  })
  change(
    @Param('id') id: string,
    @Body({ schema: ProgrammeChange }) body: ProgrammeChange,
    @Caller() caller: AdminCaller,
    @IfMatch() expected: Expected,
    @OneTransaction() run: InTransaction,
  ): Promise<AdminProgramme> {
    return run((tx) => this.programmes.change(tx, caller, id, expected, body));
  }

  @AdminDelete('programmes/:id', {
    needs: 'programme:write',
    everywhere: true,
    summary: 'Takes away a programme that has no events',
    answers: [204, 'It is gone'],
    refusals: { 409: 'in_use' },
  })
  remove(
    @Param('id') id: string,
    @Caller() caller: AdminCaller,
    @IfMatch() expected: Expected,
    @OneTransaction() run: InTransaction,
  ): Promise<void> {
    return run((tx) => this.programmes.remove(tx, caller, id, expected));
  }
}
