import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createElement } from 'react';
import type { EventView, SessionView } from '#contracts';
import { Database } from '#database';
import { NotFound } from '#kernel';
import { WhatsOn } from '#registration';
import { Joining } from '#waiting-list';
import { Limited } from '../../http/rate-limit.js';
import { EMPTY_FORM, type FormState } from '../forms/faults.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { formFaultsOf, refuse } from '../refusals/refuse.js';
import { AskedPage } from './asked.page.js';
import { readWaitForm } from './wait-form.js';
import { WaitPage } from './wait.page.js';

interface Found {
  readonly event: EventView;
  readonly session: SessionView;
}

@ApiExcludeController()
@Controller('events/:slug/sessions/:sessionId/wait')
export class WaitController {
  constructor(
    private readonly whatsOn: WhatsOn,
    private readonly joining: Joining,
    private readonly database: Database,
  ) {}

  @Get()
  @HtmlPage()
  async form(
    @Param('slug') slug: string,
    @Param('sessionId') sessionId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return page(await this.find(slug, sessionId), EMPTY_FORM, reply);
  }

  @Post()
  @HttpCode(200)
  @Limited('register')
  @HtmlPage()
  async join(
    @Param('slug') slug: string,
    @Param('sessionId') sessionId: string,
    @Body() sent: FormBody | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const values = sent ?? {};
    const found = await this.find(slug, sessionId);
    if (textOf(values, 'show') !== '') return page(found, { values, faults: [] }, reply);
    const read = readWaitForm(values, found.session, found.event);
    if ('faults' in read) return again(found, { values, faults: read.faults }, reply);
    try {
      await this.database.transaction((tx) => this.joining.join(tx, read.body, 'web'));
      return render(createElement(AskedPage, { ...found, email: read.body.contact.email }));
    } catch (error) {
      const faults = formFaultsOf(error);
      return faults ? again(found, { values, faults }, reply) : refuse(reply, error, found);
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

/** Where nobody can wait there may be places, or the page that says why not. */
function page(found: Found, form: FormState, reply: FastifyReply): string {
  if (!found.session.waitingList) return goTo(reply, `/events/${found.event.slug}/sessions/${found.session.id}`);
  return render(createElement(WaitPage, { ...found, form }));
}

function again(found: Found, form: FormState, reply: FastifyReply): string {
  reply.status(422);
  return render(createElement(WaitPage, { ...found, form }));
}
