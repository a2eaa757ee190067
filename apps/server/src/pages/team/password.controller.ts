import { Body, Controller, Get, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createElement } from 'react';
import { PasswordRequests, PasswordSetting } from '#staff';
import { Limited } from '../../http/rate-limit.js';
import { readLookupForm } from '../forms/change-form.js';
import { EMPTY_FORM, type FormState } from '../forms/faults.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { formFaultsOf, refuse } from '../refusals/refuse.js';
import { FromHereGuard } from './from-here.guard.js';
import { LostPasswordPage, PasswordAskedPage, PasswordPage } from './password.page.js';
import { passwordIn } from './team-call.js';

/** Where the links in letters to members of the team lead, and where they ask for one. */
@ApiExcludeController()
@Controller('team')
@UseGuards(FromHereGuard)
export class TeamPasswordController {
  constructor(
    private readonly setting: PasswordSetting,
    private readonly requests: PasswordRequests,
  ) {}

  @Get('password/:token')
  @Limited('manage')
  @HtmlPage()
  async page(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.passwordPage(token, EMPTY_FORM, reply);
  }

  @Post('password/:token')
  @Limited('manage')
  @HttpCode(200)
  @HtmlPage()
  async set(
    @Param('token') token: string,
    @Body() sent: FormBody | undefined,
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    try {
      await this.setting.set(token, passwordIn(sent ?? {}), ip);
      return goTo(reply, '/team/sign-in?told=password-set');
    } catch (error) {
      const faults = formFaultsOf(error);
      if (!faults) return refuse(reply, error, {});
      reply.status(422);
      return this.passwordPage(token, { values: {}, faults }, reply);
    }
  }

  @Get('lost-password')
  @HtmlPage()
  lost(): string {
    return render(createElement(LostPasswordPage, { form: EMPTY_FORM }));
  }

  @Post('lost-password')
  @Limited('lookup')
  @HttpCode(200)
  @HtmlPage()
  async ask(@Body() sent: FormBody | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const values = sent ?? {};
    const read = readLookupForm(values);
    if ('faults' in read) {
      reply.status(422);
      const form = { values: { '/email': textOf(values, '/email') }, faults: read.faults };
      return render(createElement(LostPasswordPage, { form }));
    }
    await this.requests.ask(read.body.email);
    return render(createElement(PasswordAskedPage));
  }

  private async passwordPage(token: string, form: FormState, reply: FastifyReply): Promise<string> {
    try {
      const owner = await this.setting.look(token);
      return render(createElement(PasswordPage, { form, action: `/team/password/${token}`, owner }));
    } catch (error) {
      return refuse(reply, error, {});
    }
  }
}
