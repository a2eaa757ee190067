import { Body, Controller, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createElement } from 'react';
import { DomainError } from '#kernel';
import { Doorway, TeamSessions } from '#staff';
import { carryCookies } from '../../auth/carry.js';
import { Limited } from '../../http/rate-limit.js';
import { EMPTY_FORM } from '../forms/faults.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { refuse } from '../refusals/refuse.js';
import { FromHereGuard } from './from-here.guard.js';
import { ConfirmFactorPage, NewSecondFactorPage, SecondFactorPage } from './second-factor.page.js';
import { callFrom, passwordIn } from './team-call.js';

interface Made {
  readonly totpURI: string;
  readonly backupCodes: readonly string[];
}

@ApiExcludeController()
@Controller('team/second-factor')
@Limited('manage')
@UseGuards(FromHereGuard)
export class TeamSecondFactorController {
  constructor(
    private readonly doorway: Doorway,
    private readonly sessions: TeamSessions,
  ) {}

  @Get()
  @HtmlPage()
  async page(@Req() { headers }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const session = await this.sessions.current(headers.cookie);
    if (!session) return goTo(reply, '/team/sign-in');
    return render(createElement(SecondFactorPage, { form: EMPTY_FORM, has: session.secondFactor }));
  }

  @Post()
  @HttpCode(200)
  @HtmlPage()
  async begin(
    @Body() sent: FormBody | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    try {
      const call = callFrom(request, '/two-factor/enable', { password: passwordIn(sent ?? {}) });
      const { totpURI, backupCodes } = (await (await this.doorway.pass(call)).json()) as Made;
      return render(createElement(NewSecondFactorPage, { uri: totpURI, recoveryCodes: backupCodes }));
    } catch (error) {
      return wrongPassword(error, false, reply);
    }
  }

  @Post('confirm')
  @HttpCode(200)
  @HtmlPage()
  async confirm(
    @Body() sent: FormBody | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const code = textOf(sent ?? {}, '/code').replace(/\s/g, '');
    try {
      carryCookies(await this.doorway.pass(callFrom(request, '/two-factor/verify-totp', { code })), reply);
      return goTo(reply, '/team?told=factor-added');
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid_code') return refuse(reply, error, {});
      reply.status(422);
      const faults = [{ pointer: '/code', code: error.code, detail: 'This code does not fit. Is your clock right?' }];
      return render(createElement(ConfirmFactorPage, { form: { values: {}, faults } }));
    }
  }

  @Post('remove')
  @HttpCode(200)
  @HtmlPage()
  async remove(
    @Body() sent: FormBody | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    try {
      const call = callFrom(request, '/two-factor/disable', { password: passwordIn(sent ?? {}) });
      carryCookies(await this.doorway.pass(call), reply);
      return goTo(reply, '/team?told=factor-removed');
    } catch (error) {
      return wrongPassword(error, true, reply);
    }
  }
}

function wrongPassword(error: unknown, has: boolean, reply: FastifyReply): string {
  if (!(error instanceof DomainError) || error.code !== 'invalid_password') return refuse(reply, error, {});
  reply.status(422);
  const faults = [{ pointer: '/password', code: error.code, detail: 'This is not your password.' }];
  return render(createElement(SecondFactorPage, { form: { values: {}, faults }, has }));
}
