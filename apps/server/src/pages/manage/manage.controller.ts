import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createElement } from 'react';
import { Limited } from '../../http/rate-limit.js';
import { HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { Holdings } from './holdings.service.js';
import { isDone, ManagePage } from './manage.page.js';

@ApiExcludeController()
@Controller('manage/:token')
@Limited('manage')
export class ManageController {
  constructor(private readonly holdings: Holdings) {}

  @Get()
  @HtmlPage()
  async page(@Param('token') token: string, @Query('done') done: unknown): Promise<string> {
    const holding = await this.holdings.open(token);
    return render(createElement(ManagePage, { ...holding, ...(isDone(done) && { done }) }));
  }
}
