import { Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createElement } from 'react';
import { BallotListing, Entries, EntryLinks, entrant } from '#ballot';
import { Database } from '#database';
import { WhatsOn } from '#registration';
import { Limited } from '../../http/rate-limit.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { refuse } from '../refusals/refuse.js';
import { EntryPage, type HeldEntry, WithdrawPage } from './entry.page.js';

@ApiExcludeController()
@Controller('ballot-entries/:token')
@Limited('manage')
export class EntryPagesController {
  constructor(
    private readonly links: EntryLinks,
    private readonly entries: Entries,
    private readonly listing: BallotListing,
    private readonly whatsOn: WhatsOn,
    private readonly database: Database,
  ) {}

  /** Changes nothing: programs that look for bad links in mail follow it too. */
  @Get()
  @HtmlPage()
  async page(@Param('token') token: string, @Query('done') done: unknown): Promise<string> {
    const held = await this.open(token);
    return render(createElement(EntryPage, { ...held, done: typeof done === 'string' ? done : undefined }));
  }

  @Post('confirm')
  @HttpCode(200)
  @HtmlPage()
  async confirm(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { entry, event, base } = await this.open(token);
    try {
      await this.database.transaction((tx) => this.entries.confirm(tx, entry.id));
      return goTo(reply, base);
    } catch (error) {
      return refuse(reply, error, { event });
    }
  }

  @Get('withdraw')
  @HtmlPage()
  async question(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const held = await this.open(token);
    const can = held.entry.state === 'entered' && held.ballot.state === 'open';
    return can ? render(createElement(WithdrawPage, held)) : goTo(reply, held.base);
  }

  @Post('withdraw')
  @HttpCode(200)
  @HtmlPage()
  async withdraw(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { entry, event, base } = await this.open(token);
    try {
      await this.database.transaction(async (tx) =>
        this.entries.withdraw(tx, await this.entries.lock(tx, entry.id), entrant(entry.id)),
      );
      return goTo(reply, `${base}?done=withdrawn`);
    } catch (error) {
      return refuse(reply, error, { event });
    }
  }

  /** Throws EntryLinkNotValid or NotFound. */
  private async open(token: string): Promise<HeldEntry> {
    const entry = await this.entries.view(this.links.open(token));
    const ballot = await this.listing.view(entry.ballotId);
    return { entry, ballot, event: await this.whatsOn.event(ballot.eventSlug), base: new URL(entry.entryUrl).pathname };
  }
}
