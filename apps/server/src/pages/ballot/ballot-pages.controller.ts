import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createElement } from 'react';
import { BallotListing, BallotRecords } from '#ballot';
import { WhatsOn } from '#registration';
import { HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { BallotPage } from './ballot.page.js';

const SCRIPT = readFileSync(join(dirname(findPackageJSON(import.meta.url)!), 'docs/verify-ballot.py'), 'utf8');

@ApiExcludeController()
@Controller('ballots')
export class BallotPagesController {
  constructor(
    private readonly listing: BallotListing,
    private readonly records: BallotRecords,
    private readonly whatsOn: WhatsOn,
  ) {}

  @Get('verify-ballot.py')
  @Header('content-type', 'text/x-python; charset=utf-8')
  script(): string {
    return SCRIPT;
  }

  @Get(':id')
  @HtmlPage()
  async page(@Param('id') id: string, @Query('entry') asked: unknown): Promise<string> {
    const ballot = await this.listing.view(id);
    const event = await this.whatsOn.event(ballot.eventSlug);
    const typed = typeof asked === 'string' ? asked.trim().slice(0, 100) : '';
    const found = typed === '' ? undefined : { asked: typed, entry: await this.records.entry(id, typed.toLowerCase()) };
    return render(createElement(BallotPage, { ballot, event, found }));
  }
}
