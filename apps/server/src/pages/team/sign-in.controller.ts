import { Body, Controller, Get, HttpCode, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createElement } from 'react';
import { DomainError, PublicUrl } from '#kernel';
import { Authentication, Doorway, OIDC } from '#staff';
import { carryCookies } from '../../auth/carry.js';
import { Limited } from '../../http/rate-limit.js';
import { EMPTY_FORM, type FormState } from '../forms/faults.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { refuse } from '../refusals/refuse.js';
import { FromHereGuard } from './from-here.guard.js';
import { CodePage, SignInPage, ToProviderPage } from './sign-in.page.js';
import { callFrom, passwordIn } from './team-call.js';

@ApiExcludeController()
@Controller('team')
@Limited('manage')
@UseGuards(FromHereGuard)
export class TeamSignInController {
  constructor(
    private readonly doorway: Doorway,
    private readonly authentication: Authentication,
    private readonly site: PublicUrl,
  ) {}

  @Get('sign-in')
  @HtmlPage()
  page(@Query() { told, error }: Readonly<Record<string, string>>): string {
    return this.signInPage(EMPTY_FORM, error === undefined ? told : 'provider');
  }

  @Post('sign-in')
  @HttpCode(200)
  @HtmlPage()
  async signIn(
    @Body() sent: FormBody | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sent ?? {};
    const email = textOf(form, '/email');
    try {
      const call = callFrom(request, '/sign-in/email', { email, password: passwordIn(form) });
      const answer = await this.doorway.pass(call);
      carryCookies(answer, reply);
      const { twoFactorRedirect } = (await answer.json()) as { readonly twoFactorRedirect?: boolean };
      return goTo(reply, twoFactorRedirect ? '/team/sign-in/code' : '/team');
    } catch (error) {
      if (!isRefused(error, 401)) return refuse(reply, error, {});
      reply.status(401);
      const faults = [{ pointer: '/password', code: error.code, detail: error.message }];
      return this.signInPage({ values: { '/email': email }, faults });
    }
  }

  @Get('sign-in/code')
  @HtmlPage()
  codePage(): string {
    return render(createElement(CodePage, { form: EMPTY_FORM }));
  }

  @Post('sign-in/code')
  @HttpCode(200)
  @HtmlPage()
  async code(
    @Body() sent: FormBody | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const code = textOf(sent ?? {}, '/code').replace(/\s/g, '');
    const path = /^\d{6}$/.test(code) ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code';
    try {
      carryCookies(await this.doorway.pass(callFrom(request, path, { code })), reply);
      return goTo(reply, '/team');
    } catch (error) {
      if (!isRefused(error)) return refuse(reply, error, {});
      if (!error.code.startsWith('invalid_') || error.code.endsWith('_cookie')) {
        return error.status === 429 ? refuse(reply, error, {}) : goTo(reply, '/team/sign-in?told=again');
      }
      reply.status(422);
      const faults = [{ pointer: '/code', code: error.code, detail: 'This code does not fit, or was used before.' }];
      return render(createElement(CodePage, { form: { values: {}, faults } }));
    }
  }

  @Post('sign-in/provider')
  @HttpCode(200)
  @HtmlPage()
  async provider(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { base } = this.site;
    const ways = { provider: OIDC, callbackURL: `${base}/team`, errorCallbackURL: `${base}/team/sign-in` };
    try {
      const answer = await this.doorway.pass(callFrom(request, '/sign-in/social', ways));
      carryCookies(answer, reply);
      const { url } = (await answer.json()) as { readonly url: string };
      reply.header('refresh', `0; url=${url}`);
      return render(createElement(ToProviderPage, { url }));
    } catch (error) {
      return refuse(reply, error, {});
    }
  }

  @Post('sign-out')
  @HttpCode(200)
  @HtmlPage()
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    carryCookies(await this.doorway.pass(callFrom(request, '/sign-out')), reply);
    return goTo(reply, '/team/sign-in?told=signed-out');
  }

  private signInPage(form: FormState, told?: string): string {
    const { hasProvider } = this.authentication;
    return render(createElement(SignInPage, { form, told, hasProvider }));
  }
}

function isRefused(error: unknown, status?: number): error is DomainError {
  return error instanceof DomainError && (status === undefined || error.status === status);
}
