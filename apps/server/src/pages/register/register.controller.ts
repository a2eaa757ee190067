import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createElement } from 'react';
import type { EventView, RegistrationReceipt, SessionView } from '#contracts';
import { newId, NotFound } from '#kernel';
import { WhatsOn } from '#registration';
import { Limited } from '../../http/rate-limit.js';
import { CheckYourMailPage } from '../check/check-your-mail.page.js';
import { EMPTY_FORM, type FormState } from '../forms/faults.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { readRegisterForm } from '../forms/register-form.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { isBookable } from '../parts/words.js';
import { errorPage } from '../refusals/error-page.js';
import { formFaultsOf, refuse } from '../refusals/refuse.js';
import { FormTaking } from './form-taking.service.js';
import { RegisterPage } from './register.page.js';
import { stateRefusal } from './state-refusal.js';

interface Found {
  readonly event: EventView;
  readonly session: SessionView;
}

@ApiExcludeController()
@Controller('events/:slug/sessions/:sessionId')
export class RegisterController {
  constructor(
    private readonly whatsOn: WhatsOn,
    private readonly taking: FormTaking,
  ) {}

  @Get()
  @HtmlPage()
  async form(@Param('slug') slug: string, @Param('sessionId') sessionId: string): Promise<string> {
    return formPage(await this.find(slug, sessionId), EMPTY_FORM);
  }

  @Post()
  @HttpCode(200)
  @Limited('register')
  @HtmlPage()
  async register(
    @Param('slug') slug: string,
    @Param('sessionId') sessionId: string,
    @Body() sent: FormBody | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const values = sent ?? {};
    const found = await this.find(slug, sessionId);
    if (textOf(values, 'show') !== '') return formPage(found, { values, faults: [] });
    const read = readRegisterForm(values, found.session.id, found.event);
    if ('faults' in read) {
      reply.status(422);
      return formPage(found, { values, faults: read.faults });
    }
    try {
      const receipt = await this.taking.take(read.body, textOf(values, 'idempotencyKey'), request.id);
      return answer(found, receipt, read.body.contact.email, reply);
    } catch (error) {
      // The places left are read again: they are what the refusal is about.
      return refused(await this.find(slug, sessionId), values, error, reply);
    }
  }

  /** Throws NotFound. */
  private async find(slug: string, sessionId: string): Promise<Found> {
    const event = await this.whatsOn.event(slug);
    const session = event.sessions.find(({ id }) => id === sessionId.toLowerCase());
    if (!session) throw new NotFound('session');
    return { event, session };
  }
}

/** The form while places can be taken, else the page that says why not. */
function formPage({ event, session }: Found, form: FormState): string {
  if (!isBookable(session)) return errorPage(stateRefusal(event, session), { event, session, values: form.values });
  return render(createElement(RegisterPage, { event, session, form, idempotencyKey: newId() }));
}

/** Confirmed places are shown on their own page; unconfirmed ones wait for the link in the mail. */
function answer({ event, session }: Found, receipt: RegistrationReceipt, email: string, reply: FastifyReply): string {
  if (receipt.manageUrl) return goTo(reply, `${new URL(receipt.manageUrl).pathname}?done=registered`);
  return render(createElement(CheckYourMailPage, { event, session, email }));
}

function refused(found: Found, values: FormBody, error: unknown, reply: FastifyReply): string {
  const faults = formFaultsOf(error);
  if (!faults) return refuse(reply, error, { ...found, values });
  reply.status(422);
  return formPage(found, { values, faults });
}
