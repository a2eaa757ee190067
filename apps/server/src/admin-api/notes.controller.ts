import { Body, Param, Query } from '@nestjs/common';
import { NewNote, NotePage, NoteView, PageQuery } from '#contracts';
import type { InTransaction } from '#database';
import { type Clerk, Notes } from '#registration';
import type { Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { OneTransaction } from '../http/idempotency.js';
import { AtWork, Reach } from './access.guard.js';
import { AdminController, AdminGet, AdminPost } from './operations.js';

@AdminController('registrations')
export class NotesController {
  constructor(private readonly notes: Notes) {}

  @AdminGet('registrations/:id/notes', {
    needs: 'registrations:sensitive',
    summary: 'Lists what the team has noted about a party',
    answers: [200, 'A page of notes, newest first', NotePage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Param('id') id: string,
    @Query({ schema: PageQuery }) query: PageQuery,
    @Reach() reach: EventReach,
  ): Promise<z.infer<typeof NotePage>> {
    return this.notes.list(id, query, reach);
  }

  @AdminPost('registrations/:id/notes', {
    needs: 'registrations:write',
    summary: 'Notes something about a party',
    description: 'For the team, or for the people at the door as well. The party does not see it.',
    answers: [201, 'The note', NoteView],
  })
  add(
    @Param('id') id: string,
    @Body({ schema: NewNote }) body: NewNote,
    @AtWork() clerk: Clerk,
    @OneTransaction() run: InTransaction,
  ): Promise<NoteView> {
    return run((tx) => this.notes.add(tx, clerk, id, body));
  }
}
