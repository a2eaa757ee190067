import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  AdminEvent,
  AdminEventPage,
  AdminRegistration,
  AdminRegistrationPage,
  AdminSession,
  AdminSessionPage,
  MessagePage,
  MessagesQuery,
  MessageView,
  PageQuery,
  RegistrationsQuery,
  SessionsQuery,
} from '#contracts';
import { MessageLog } from '#mail';
import { RegistrationListing, SessionListing } from '#registration';
import type { z } from 'zod';
import { DescribeRead } from '../http/describe.js';
import { Limited } from '../http/rate-limit.js';
import { KeyGuard } from './key.guard.js';
import { Needs } from './needs.js';

const CLOSED = { 401: 'unauthorized', 403: 'forbidden' };
const LIST = { ...CLOSED, 422: 'invalid_input' };
const ONE = { ...CLOSED, 404: 'not_found' };

/** The events team's view of what there is. So far it reads only. */
@ApiTags('Admin')
@ApiBearerAuth('key')
@UseGuards(KeyGuard)
@Limited('admin')
@Controller('api/v1/admin')
export class AdminController {
  constructor(
    private readonly sessions: SessionListing,
    private readonly registrations: RegistrationListing,
    private readonly messages: MessageLog,
  ) {}

  @Get('events')
  @Needs('viewer')
  @DescribeRead({
    summary: 'Lists events, drafts too',
    answers: [200, 'A page of events', AdminEventPage],
    refusals: LIST,
  })
  listEvents(@Query({ schema: PageQuery }) query: z.infer<typeof PageQuery>): Promise<z.infer<typeof AdminEventPage>> {
    return this.sessions.events(query);
  }

  @Get('events/:id')
  @Needs('viewer')
  @DescribeRead({ summary: 'Reads one event', answers: [200, 'The event', AdminEvent], refusals: ONE })
  oneEvent(@Param('id') id: string): Promise<AdminEvent> {
    return this.sessions.event(id);
  }

  @Get('sessions')
  @Needs('viewer')
  @DescribeRead({
    summary: 'Lists sessions with their pools',
    answers: [200, 'A page of sessions', AdminSessionPage],
    refusals: LIST,
  })
  listSessions(
    @Query({ schema: SessionsQuery }) query: z.infer<typeof SessionsQuery>,
  ): Promise<z.infer<typeof AdminSessionPage>> {
    return this.sessions.sessions(query);
  }

  @Get('sessions/:id')
  @Needs('viewer')
  @DescribeRead({
    summary: 'Reads one session with its pools',
    answers: [200, 'The session', AdminSession],
    refusals: ONE,
  })
  oneSession(@Param('id') id: string): Promise<AdminSession> {
    return this.sessions.session(id);
  }

  @Get('registrations')
  @Needs('manager')
  @DescribeRead({
    summary: 'Lists and searches registrations',
    answers: [200, 'A page of registrations, newest first', AdminRegistrationPage],
    refusals: LIST,
  })
  listRegistrations(
    @Query({ schema: RegistrationsQuery }) query: RegistrationsQuery,
  ): Promise<z.infer<typeof AdminRegistrationPage>> {
    return this.registrations.list(query);
  }

  @Get('registrations/:id')
  @Needs('manager')
  @DescribeRead({
    summary: 'Reads one registration',
    answers: [200, 'The registration', AdminRegistration],
    refusals: ONE,
  })
  oneRegistration(@Param('id') id: string): Promise<AdminRegistration> {
    return this.registrations.one(id);
  }

  @Get('messages')
  @Needs('manager')
  @DescribeRead({
    summary: 'Lists what was mailed to whom, and what became of it',
    answers: [200, 'A page of messages, newest first', MessagePage],
    refusals: LIST,
  })
  listMessages(@Query({ schema: MessagesQuery }) query: MessagesQuery): Promise<z.infer<typeof MessagePage>> {
    return this.messages.list(query);
  }

  @Get('messages/:id')
  @Needs('manager')
  @DescribeRead({ summary: 'Reads one message of the log', answers: [200, 'The message', MessageView], refusals: ONE })
  oneMessage(@Param('id') id: string): Promise<MessageView> {
    return this.messages.one(id);
  }
}
