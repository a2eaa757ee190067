import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createElement } from 'react';
import type { EventView, WaitView } from '#contracts';
import { WhatsOn } from '#registration';
import { OwnEntry, WaitingLinks, WaitingViews } from '#waiting-list';
import { Limited } from '../../http/rate-limit.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { refuse } from '../refusals/refuse.js';
import { WaitingPage } from './waiting.page.js';

interface Opened {
  readonly entry: WaitView;
  readonly event: EventView;
}

/** Where the link in the mails of the waiting list leads. To look changes nothing: programs follow links in mail, too. */
@ApiExcludeController()
@Controller('waiting/:token')
@Limited('manage')
export class WaitingController {
  constructor(
    private readonly links: WaitingLinks,
    private readonly views: WaitingViews,
    private readonly own: OwnEntry,
    private readonly whatsOn: WhatsOn,
  ) {}

  @Get()
  @HtmlPage()
  async page(@Param('token') token: string, @Query('done') done?: string): Promise<string> {
    return render(createElement(WaitingPage, { ...(await this.open(token)), token, done }));
  }

  @Post('confirm')
  @HttpCode(200)
  @HtmlPage()
  confirm(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.after(token, 'confirmed', reply, (id) => this.own.run((tx) => this.own.confirm(tx, id)));
  }

  @Post('leave')
  @HttpCode(200)
  @HtmlPage()
  leave(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.after(token, 'left', reply, (id) => this.own.run((tx) => this.own.leave(tx, id)));
  }

  @Post('accept')
  @HttpCode(200)
  @HtmlPage()
  accept(
    @Param('token') token: string,
    @Body() sent: FormBody | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const size = textOf(sent ?? {}, '/partySize');
    const acceptance = /^[1-9]\d{0,2}$/.test(size) ? { partySize: Number(size) } : {};
    return this.after(token, 'accepted', reply, (id) => this.own.run((tx) => this.own.accept(tx, id, acceptance)));
  }

  @Post('decline')
  @HttpCode(200)
  @HtmlPage()
  decline(
    @Param('token') token: string,
    @Body() sent: FormBody | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const keepWaiting = textOf(sent ?? {}, 'keep') === 'yes';
    return this.after(token, 'declined', reply, (id) =>
      this.own.run((tx) => this.own.decline(tx, id, { keepWaiting })),
    );
  }

  @Post('rejoin')
  @HttpCode(200)
  @HtmlPage()
  rejoin(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.after(token, 'rejoined', reply, (id) => this.own.run((tx) => this.own.rejoin(tx, id)));
  }

  /** Accepted places are shown on their own page, everything else where it was done. */
  private async after(
    token: string,
    done: string,
    reply: FastifyReply,
    deed: (id: string) => Promise<unknown>,
  ): Promise<string> {
    const { entry, event } = await this.open(token);
    try {
      await deed(entry.id);
    } catch (error) {
      return refuse(reply, error, { event });
    }
    const { manageUrl } = await this.views.one(entry.id);
    if (manageUrl) return goTo(reply, `${new URL(manageUrl).pathname}?done=confirmed`);
    return goTo(reply, `/waiting/${token}?done=${done}`);
  }

  /** Throws WaitingLinkNotValid. */
  private async open(token: string): Promise<Opened> {
    const entry = await this.views.one(this.links.open(token));
    return { entry, event: await this.whatsOn.event(entry.eventSlug) };
  }
}
