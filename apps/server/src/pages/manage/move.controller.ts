import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createElement } from 'react';
import { isId, NotFound } from '#kernel';
import { MoveService, NoCompanionPlace, NoWheelchairSpace, SessionFull } from '#registration';
import { Limited } from '../../http/rate-limit.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { refuse } from '../refusals/refuse.js';
import { Holdings } from './holdings.service.js';
import { ConfirmMovePage, MovePage } from './move.page.js';

@ApiExcludeController()
@Controller('manage/:token/move')
@Limited('manage')
export class MoveController {
  constructor(
    private readonly holdings: Holdings,
    private readonly moves: MoveService,
  ) {}

  @Get()
  @HtmlPage()
  async page(
    @Param('token') token: string,
    @Query('to') chosen: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const holding = await this.holdings.open(token);
    if (!holding.can.move) return goTo(reply, holding.base);
    const to = holding.event.sessions.find(({ id }) => id === chosen);
    return render(to ? createElement(ConfirmMovePage, { ...holding, to }) : createElement(MovePage, holding));
  }

  @Post()
  @HttpCode(200)
  @HtmlPage()
  async move(
    @Param('token') token: string,
    @Body() sent: FormBody | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const holding = await this.holdings.open(token);
    const to = textOf(sent ?? {}, '/sessionId').toLowerCase();
    try {
      if (!isId(to)) throw new NotFound('session');
      await this.moves.move(holding.registration.id, to);
    } catch (error) {
      if (!hasFilled(error)) return refuse(reply, error, { event: holding.event });
      reply.status(error.status);
      return render(createElement(MovePage, { ...(await this.holdings.open(token)), justFilled: true }));
    }
    return goTo(reply, `${holding.base}?done=moved`);
  }
}

/** For the whole party: a space for who needs one is part of it. */
function hasFilled(error: unknown): error is SessionFull | NoWheelchairSpace | NoCompanionPlace {
  return error instanceof SessionFull || error instanceof NoWheelchairSpace || error instanceof NoCompanionPlace;
}
