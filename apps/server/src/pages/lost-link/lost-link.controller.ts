import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createElement } from 'react';
import { LostLinks } from '#registration';
import { Limited } from '../../http/rate-limit.js';
import { readLookupForm } from '../forms/change-form.js';
import { EMPTY_FORM } from '../forms/faults.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { LinksSentPage, LostLinkPage } from './lost-link.page.js';

@ApiExcludeController()
@Controller('lost-link')
export class LostLinkController {
  constructor(private readonly lostLinks: LostLinks) {}

  @Get()
  @HtmlPage()
  page(): string {
    return render(createElement(LostLinkPage, { form: EMPTY_FORM }));
  }

  @Post()
  @HttpCode(200)
  @Limited('lookup')
  @HtmlPage()
  async send(@Body() sent: FormBody | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const values = sent ?? {};
    const read = readLookupForm(values);
    if ('faults' in read) {
      reply.status(422);
      return render(
        createElement(LostLinkPage, { form: { values: { '/email': textOf(values, '/email') }, faults: read.faults } }),
      );
    }
    await this.lostLinks.send(read.body.email);
    return render(createElement(LinksSentPage));
  }
}
