import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createElement } from 'react';
import { WhatsOn } from '#registration';
import { HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { WhatsOnPage } from './whats-on.page.js';

@ApiExcludeController()
@Controller()
export class WhatsOnController {
  constructor(private readonly whatsOn: WhatsOn) {}

  @Get()
  @HtmlPage()
  async page(): Promise<string> {
    return render(createElement(WhatsOnPage, { events: await this.whatsOn.upcoming() }));
  }
}
