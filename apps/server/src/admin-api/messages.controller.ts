import { Param, Query } from '@nestjs/common';
import { MessagePage, MessagesQuery, MessageView } from '#contracts';
import { MessageLog } from '#mail';
import type { Reach as EventReach } from '#staff';
import type { z } from 'zod';
import { Reach } from './access.guard.js';
import { AdminController, AdminGet } from './operations.js';

@AdminController('messages')
export class MessagesController {
  constructor(private readonly messages: MessageLog) {}

  @AdminGet('messages', {
    needs: 'messages:read',
    summary: 'Lists what was mailed to whom, and what became of it',
    answers: [200, 'A page of messages, newest first', MessagePage],
    refusals: { 422: 'invalid_input' },
  })
  list(
    @Query({ schema: MessagesQuery }) query: MessagesQuery,
    @Reach() { eventIds }: EventReach,
  ): Promise<z.infer<typeof MessagePage>> {
    return this.messages.list(query, eventIds);
  }

  @AdminGet('messages/:id', {
    needs: 'messages:read',
    summary: 'Reads one message of the log',
    answers: [200, 'The message', MessageView],
  })
  one(@Param('id') id: string, @Reach() { eventIds }: EventReach): Promise<MessageView> {
    return this.messages.one(id, eventIds);
  }
}
