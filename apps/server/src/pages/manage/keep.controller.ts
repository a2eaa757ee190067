import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createElement } from 'react';
import { Declines } from '#replies';
import { Limited } from '../../http/rate-limit.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { Holdings } from './holdings.service.js';
import { KeepPage } from './keep.page.js';

/** Undoes what a calendar has declined. Looking changes nothing: programs that scan mail follow its links. */
@ApiExcludeController()
@Controller('manage/:token/keep')
@Limited('manage')
export class KeepController {
  constructor(
    private readonly holdings: Holdings,
    private readonly declines: Declines,
  ) {}

  @Get()
  @HtmlPage()
  async question(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const holding = await this.holdings.open(token);
    return holding.declineDueAt === undefined ? goTo(reply, holding.base) : render(createElement(KeepPage, holding));
  }

  @Post()
  @HttpCode(200)
  @HtmlPage()
  async keep(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { registration, base } = await this.holdings.open(token);
    const kept = await this.declines.undo(registration.id);
    return goTo(reply, kept ? `${base}?done=kept` : base);
  }
}
