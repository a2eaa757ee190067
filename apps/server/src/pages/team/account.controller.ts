import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createElement } from 'react';
import { Database } from '#database';
import { Members, TeamSessions } from '#staff';
import { Limited } from '../../http/rate-limit.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { AccountPage } from './account.page.js';
import { FromHereGuard } from './from-here.guard.js';

const SIGN_IN = '/team/sign-in';

@ApiExcludeController()
@Controller('team')
@Limited('manage')
@UseGuards(FromHereGuard)
export class TeamAccountController {
  constructor(
    private readonly sessions: TeamSessions,
    private readonly members: Members,
    private readonly database: Database,
  ) {}

  @Get()
  @HtmlPage()
  async page(
    @Query() { told }: Readonly<Record<string, string>>,
    @Req() { headers, ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const caller = await this.sessions.recognise(headers.cookie, ip);
    const current = caller && (await this.sessions.current(headers.cookie));
    if (!current) return goTo(reply, SIGN_IN);
    const [member, sessions] = await Promise.all([
      this.members.one(current.memberId),
      this.sessions.list(current.memberId, current.sessionId),
    ]);
    return render(createElement(AccountPage, { member, sessions, told }));
  }

  @Post('sign-ins/:id/end')
  @HttpCode(200)
  @HtmlPage()
  async end(
    @Param('id') id: string,
    @Req() { headers, ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const caller = await this.sessions.recognise(headers.cookie, ip);
    if (!caller) return goTo(reply, SIGN_IN);
    await this.database.transaction((tx) => this.sessions.end(tx, caller, caller.id, id));
    return goTo(reply, '/team?told=ended');
  }

  @Post('sign-ins/end-others')
  @HttpCode(200)
  @HtmlPage()
  async endOthers(
    @Req() { headers, ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const caller = await this.sessions.recognise(headers.cookie, ip);
    const current = caller && (await this.sessions.current(headers.cookie));
    if (!current) return goTo(reply, SIGN_IN);
    await this.database.transaction((tx) => this.sessions.endAll(tx, caller, caller.id, current.sessionId));
    return goTo(reply, '/team?told=ended');
  }
}
