import { Controller, Get, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createElement } from 'react';
import { WhatsOn } from '#registration';
import { HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { EventPage } from './event.page.js';

@ApiExcludeController()
@Controller('events')
export class EventController {
  constructor(private readonly whatsOn: WhatsOn) {}

  @Get(':slug')
  @HtmlPage()
  async page(@Param('slug') slug: string): Promise<string> {
    return render(createElement(EventPage, { event: await this.whatsOn.event(slug) }));
  }
}
