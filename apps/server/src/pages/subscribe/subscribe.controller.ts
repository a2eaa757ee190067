import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createElement } from 'react';
import { Links, WhatsOn } from '#registration';
import { HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { byProgramme } from '../whats-on/whats-on.page.js';
import { SubscribePage } from './subscribe.page.js';

@ApiExcludeController()
@Controller('subscribe')
export class SubscribeController {
  constructor(
    private readonly whatsOn: WhatsOn,
    private readonly links: Links,
  ) {}

  @Get()
  @HtmlPage()
  async page(): Promise<string> {
    const programmes = byProgramme(await this.whatsOn.upcoming()).map(({ programme }) => ({
      name: programme.name,
      url: this.links.publicFeedUrl(programme.slug),
    }));
    const all = { name: 'Everything', url: this.links.publicFeedUrl('all') };
    return render(createElement(SubscribePage, { feeds: programmes.length === 1 ? programmes : [all, ...programmes] }));
  }
}
