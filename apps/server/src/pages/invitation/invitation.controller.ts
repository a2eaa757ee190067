import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createElement } from 'react';
import type { InputFault } from '#kernel';
import { GuestDesk, InvitationAnswered } from '#invitation';
import { Limited } from '../../http/rate-limit.js';
import { EMPTY_FORM, type FormState } from '../forms/faults.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { formFaultsOf, refuse } from '../refusals/refuse.js';
import { acceptFormOf, readAcceptForm, readDeputyForm } from './answer-forms.js';
import { type Asked, mayAccept, mayDecline, maySendDeputy } from './asked.js';
import { AskedGuests } from './asked.service.js';
import { DeclinePage } from './decline.page.js';
import { DeputyPage } from './deputy.page.js';
import { InvitationPage, isAnswered } from './invitation.page.js';

/** Looking changes nothing: programs that look for bad links in mail follow it too. */
@ApiExcludeController()
@Controller('invitations/:token')
@Limited('manage')
export class InvitationController {
  constructor(
    private readonly guests: AskedGuests,
    private readonly desk: GuestDesk,
  ) {}

  @Get()
  @HtmlPage()
  async page(@Param('token') token: string, @Query('done') done: unknown): Promise<string> {
    const asked = await this.guests.open(token);
    const form = { values: acceptFormOf(asked.invitation), faults: [] };
    return render(createElement(InvitationPage, { ...asked, form, ...(isAnswered(done) && { done }) }));
  }

  @Post('accept')
  @HttpCode(200)
  @HtmlPage()
  async accept(
    @Param('token') token: string,
    @Body() sent: FormBody | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const values = sent ?? {};
    const asked = await this.guests.open(token);
    const again = (faults: readonly InputFault[]) => {
      if (faults.length > 0) reply.status(422);
      return render(createElement(InvitationPage, { ...asked, form: { values, faults } }));
    };
    if (!mayAccept(asked)) return goTo(reply, asked.base);
    if (textOf(values, 'show') !== '') return again([]);
    const read = readAcceptForm(values, asked.event);
    if ('faults' in read) return again(read.faults);
    try {
      const { manageUrl } = await this.desk.accept(asked.invitation.id, 'web', read.body);
      return goTo(reply, `${new URL(manageUrl!).pathname}?done=registered`);
    } catch (error) {
      // The same form sent twice: the first has taken the places.
      if (error instanceof InvitationAnswered) return goTo(reply, asked.base);
      const faults = formFaultsOf(error);
      return faults ? again(faults) : refuse(reply, error, { event: asked.event, values });
    }
  }

  @Get('decline')
  @HtmlPage()
  async declining(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const asked = await this.guests.open(token);
    return mayDecline(asked) ? render(createElement(DeclinePage, asked)) : goTo(reply, asked.base);
  }

  @Post('decline')
  @HttpCode(200)
  @HtmlPage()
  async decline(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const asked = await this.guests.open(token);
    return this.done(reply, asked, 'declined', () => this.desk.decline(asked.invitation.id, 'web'));
  }

  @Get('deputy')
  @HtmlPage()
  async naming(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return deputyPage(await this.guests.open(token), EMPTY_FORM, reply);
  }

  @Post('deputy')
  @HttpCode(200)
  @HtmlPage()
  async name(
    @Param('token') token: string,
    @Body() sent: FormBody | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const values = sent ?? {};
    const asked = await this.guests.open(token);
    const read = readDeputyForm(values);
    if ('faults' in read) {
      reply.status(422);
      return deputyPage(asked, { values, faults: read.faults }, reply);
    }
    return this.done(reply, asked, 'deputised', () => this.desk.sendDeputy(asked.invitation.id, 'web', read.body));
  }

  @Post('recall')
  @HttpCode(200)
  @HtmlPage()
  async recall(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const asked = await this.guests.open(token);
    return this.done(reply, asked, 'recalled', () => this.desk.recallDeputy(asked.invitation.id, 'web'));
  }

  private async done(reply: FastifyReply, { base, event }: Asked, what: string, deed: () => Promise<unknown>) {
    try {
      await deed();
    } catch (error) {
      return refuse(reply, error, { event });
    }
    return goTo(reply, `${base}?done=${what}`);
  }
}

/** The question while it can be answered, else the way back to the invitation, whose page says why not. */
function deputyPage(asked: Asked, form: FormState, reply: FastifyReply): string {
  return maySendDeputy(asked) ? render(createElement(DeputyPage, { ...asked, form })) : goTo(reply, asked.base);
}
