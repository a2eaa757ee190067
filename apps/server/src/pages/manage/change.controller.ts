import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createElement } from 'react';
import { DomainError, type InputFault } from '#kernel';
import { AddressFixed, SelfService, SessionFull, TooManyChanges } from '#registration';
import { Limited } from '../../http/rate-limit.js';
import { changeFormOf, readChangeForm } from '../forms/change-form.js';
import type { FormState } from '../forms/faults.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { formFaultsOf, refuse } from '../refusals/refuse.js';
import { ChangePage } from './change.page.js';
import type { Holding } from './holding.js';
import { Holdings } from './holdings.service.js';

@ApiExcludeController()
@Controller('manage/:token/change')
@Limited('manage')
export class ChangeController {
  constructor(
    private readonly holdings: Holdings,
    private readonly selfService: SelfService,
  ) {}

  @Get()
  @HtmlPage()
  async form(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const holding = await this.holdings.open(token);
    return page(holding, { values: changeFormOf(holding.registration), faults: [] }, reply);
  }

  @Post()
  @HttpCode(200)
  @HtmlPage()
  async change(
    @Param('token') token: string,
    @Body() sent: FormBody | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const values = sent ?? {};
    const holding = await this.holdings.open(token);
    const again = (faults: readonly InputFault[]) => page(holding, { values, faults }, reply);
    if (textOf(values, 'show') !== '') return again([]);
    const read = readChangeForm(values, holding.event.questions, holding.registration);
    if ('faults' in read) {
      reply.status(422);
      return again(read.faults);
    }
    try {
      await this.selfService.change(holding.registration.id, read.body);
    } catch (error) {
      const faults = faultsOf(error, values);
      if (!faults) return refuse(reply, error, { event: holding.event, values });
      reply.status((error as DomainError).status);
      return again(faults);
    }
    return goTo(reply, `${holding.base}?done=changed`);
  }
}

/** The form while it can be used, else the way back to the places, whose page says why not. */
function page(holding: Holding, form: FormState, reply: FastifyReply): string {
  return holding.can.change ? render(createElement(ChangePage, { ...holding, form })) : goTo(reply, holding.base);
}

/** Refusals that one field can answer are told at that field. */
function faultsOf(error: unknown, values: FormBody): readonly InputFault[] | undefined {
  if (error instanceof SessionFull)
    return [{ pointer: '/partySize', code: error.code, detail: roomFor(error.available) }];
  if (error instanceof AddressFixed || error instanceof TooManyChanges)
    return [{ pointer: '/contact/email', code: error.code, detail: error.message }];
  return formFaultsOf(error, values);
}

function roomFor(available: number): string {
  return available === 0 ? 'No more places are left at this time.' : `Only ${available} more can come at this time.`;
}
