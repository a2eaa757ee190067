import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createElement } from 'react';
import type { InputFault } from '#kernel';
import { CancelService } from '#registration';
import { Limited } from '../../http/rate-limit.js';
import { readCancelForm } from '../forms/change-form.js';
import { EMPTY_FORM, type FormState } from '../forms/faults.js';
import type { FormBody } from '../forms/form-body.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { formFaultsOf, refuse } from '../refusals/refuse.js';
import { CancelPage } from './cancel.page.js';
import type { Holding } from './holding.js';
import { Holdings } from './holdings.service.js';

@ApiExcludeController()
@Controller('manage/:token/cancel')
@Limited('manage')
export class CancelController {
  constructor(
    private readonly holdings: Holdings,
    private readonly cancellations: CancelService,
  ) {}

  @Get()
  @HtmlPage()
  async question(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return page(await this.holdings.open(token), EMPTY_FORM, reply);
  }

  @Post()
  @HttpCode(200)
  @HtmlPage()
  async cancel(
    @Param('token') token: string,
    @Body() sent: FormBody | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const values = sent ?? {};
    const holding = await this.holdings.open(token);
    const again = (faults: readonly InputFault[]) => {
      reply.status(422);
      return page(holding, { values, faults }, reply);
    };
    const read = readCancelForm(values);
    if ('faults' in read) return again(read.faults);
    try {
      const { state } = await this.cancellations.cancel(holding.registration.id, read.body.places);
      return goTo(reply, `${holding.base}?done=${state === 'cancelled' ? 'given-up' : 'some-given-up'}`);
    } catch (error) {
      const faults = formFaultsOf(error);
      return faults ? again(faults) : refuse(reply, error, { event: holding.event });
    }
  }
}

/** The question while it can be answered, else the way back to the places, whose page says why not. */
function page(holding: Holding, form: FormState, reply: FastifyReply): string {
  return holding.can.cancel ? render(createElement(CancelPage, { ...holding, form })) : goTo(reply, holding.base);
}
