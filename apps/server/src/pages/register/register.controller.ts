import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createElement } from 'react';
import type { EventView, RegistrationReceipt, SessionView } from '#contracts';
import { type DomainError, newId, NotFound } from '#kernel';
import { CodeUnknown, CodeUsedUp, KeptPlaces, WhatsOn } from '#registration';
import { CodeGuesses } from '../../http/code-guesses.js';
import { Limited } from '../../http/rate-limit.js';
import { CheckYourMailPage } from '../check/check-your-mail.page.js';
import { askedAgain } from '../code/code.controller.js';
import { typedCode } from '../code/typed-code.js';
import { EMPTY_FORM, type FormState } from '../forms/faults.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { POOL_CODE, readRegisterForm } from '../forms/register-form.js';
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
  /** Who has come with a code: the session then has the places that are kept for them. */
  readonly poolCode?: string;
}

@ApiExcludeController()
@Controller('events/:slug/sessions/:sessionId')
export class RegisterController {
  constructor(
    private readonly whatsOn: WhatsOn,
    private readonly taking: FormTaking,
    private readonly kept: KeptPlaces,
    private readonly guesses: CodeGuesses,
  ) {}

  @Get()
  @HtmlPage()
  async form(
    @Param('slug') slug: string,
    @Param('sessionId') sessionId: string,
    @Query('code') code: unknown,
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed = typedCode(code);
    const found = await this.find(slug, sessionId);
    try {
      return formPage(await this.keptIn(found, typed, ip), EMPTY_FORM);
    } catch (error) {
      if (error instanceof CodeUnknown) return askedAgain(found.event, typed, error, reply);
      return refuse(reply, error, found);
    }
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
    const typed = textOf(values, POOL_CODE);
    if (textOf(values, 'show') !== '') return this.shown(found, values, request.ip);
    const read = readRegisterForm(values, found.session.id, found.event);
    if ('faults' in read) {
      reply.status(422);
      return formPage(await this.keptIn(found, typed, request.ip), { values, faults: read.faults });
    }
    try {
      const take = () => this.taking.take(read.body, textOf(values, 'idempotencyKey'), request.id);
      const receipt = await (typed === '' ? take() : this.guesses.guess(request.ip, take));
      return answer(found, receipt, read.body.contact.email, reply);
    } catch (error) {
      // The places left are read again: they are what the refusal is about.
      const now = await this.find(slug, sessionId);
      const kept = typed !== '' && formFaultsOf(error, values) ? await this.keptIn(now, typed, request.ip) : now;
      return refused(kept, values, error, reply);
    }
  }

  /** A form that is taken along to another time leaves a code behind that opens nothing there. */
  private async shown(found: Found, values: FormBody, ip: string): Promise<string> {
    const { [POOL_CODE]: _, ...others } = values;
    try {
      return formPage(await this.keptIn(found, textOf(values, POOL_CODE), ip), { values, faults: [] });
    } catch (error) {
      if (!(error instanceof CodeUnknown)) throw error;
      return formPage(found, { values: others, faults: [] });
    }
  }

  /** With what is kept for who has the code, if there is one. Throws CodeUnknown, TooManyCodes or CodeUsedUp. */
  private async keptIn(found: Found, poolCode: string, ip: string): Promise<Found> {
    const { session } = found;
    if (poolCode === '' || isShut(session)) return found;
    const available = await this.guesses.guess(ip, () => this.kept.left(session.id, poolCode));
    if (available === 0) throw new CodeUsedUp(0);
    return { ...found, session: { ...session, available, state: 'open' }, poolCode };
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
function formPage({ event, session, poolCode }: Found, form: FormState): string {
  if (!isBookable(session) && !hasSpacesOnly(session))
    return errorPage(stateRefusal(event, session), { event, session, values: form.values });
  return render(
    createElement(RegisterPage, {
      ...{ event, session, form, idempotencyKey: newId() },
      ...(poolCode !== undefined && { poolCode }),
    }),
  );
}

/** For everybody, whatever is kept for them. */
function isShut({ state }: SessionView): boolean {
  return state === 'not_yet_open' || state === 'closed' || state === 'cancelled';
}

/** For who needs one of these alone, or with a companion, full is not full. */
function hasSpacesOnly({ state, wheelchairSpaces }: SessionView): boolean {
  return state === 'full' && (wheelchairSpaces ?? 0) > 0;
}

/** Confirmed places are shown on their own page; unconfirmed ones wait for the link in the mail. */
function answer({ event, session }: Found, receipt: RegistrationReceipt, email: string, reply: FastifyReply): string {
  if (receipt.manageUrl) return goTo(reply, `${new URL(receipt.manageUrl).pathname}?done=registered`);
  return render(createElement(CheckYourMailPage, { event, session, email }));
}

function refused(found: Found, values: FormBody, error: unknown, reply: FastifyReply): string {
  const faults = formFaultsOf(error, values);
  if (!faults) return refuse(reply, error, { ...found, values });
  reply.status((error as DomainError).status);
  return formPage(found, { values, faults });
}
