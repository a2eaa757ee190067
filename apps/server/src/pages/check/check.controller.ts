import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createElement } from 'react';
import { Clock } from '#kernel';
import { EmailCheck } from '#registration';
import { Limited } from '../../http/rate-limit.js';
import { Holdings, managePath } from '../manage/holdings.service.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { refuse } from '../refusals/refuse.js';
import { CheckPage } from './check.page.js';

@ApiExcludeController()
@Controller('check/:token')
@Limited('manage')
export class CheckController {
  constructor(
    private readonly holdings: Holdings,
    private readonly emailCheck: EmailCheck,
    private readonly clock: Clock,
  ) {}

  /** Changes nothing: programs that look for bad links in mail follow it too. */
  @Get()
  @HtmlPage()
  async page(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const holding = await this.holdings.open(token, 'check');
    if (holding.registration.state === 'confirmed') return goTo(reply, holding.base);
    const { heldUntil } = holding.registration;
    const late = heldUntil !== null && this.clock.now() >= new Date(heldUntil);
    return render(createElement(CheckPage, { ...holding, token, late }));
  }

  @Post()
  @HttpCode(200)
  @HtmlPage()
  async confirm(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { registration, event, session } = await this.holdings.open(token, 'check');
    try {
      return goTo(reply, `${managePath(await this.emailCheck.confirm(registration.id))}?done=confirmed`);
    } catch (error) {
      return refuse(reply, error, { event, session });
    }
  }
}
