import { Controller, Get, Header, Param, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createElement } from 'react';
import { NotFound } from '#kernel';
import { BuiltInMailbox } from '#mail';
import { render } from '../../../server/src/pages/parts/render.js';
import { LoopbackOnly } from './loopback.guard.js';
import { MailListPage, MailPage } from './mailbox.pages.js';
import { STYLE } from './mailbox-style.js';
import { readMail } from './read-mail.js';

const SHOWN = 100;
const HTML = 'text/html; charset=utf-8';
/** The site's style and our own, one frame of our own, nothing else; no script anywhere. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A mail is a stranger: it may have its own inline styles and nothing else, and stands in our frame alone. */
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

/** Shows the mails of the built-in mailbox to a person at this machine. */
@ApiExcludeController()
@UseGuards(LoopbackOnly)
@Controller('mailbox')
export class MailboxController {
  constructor(private readonly mailbox: BuiltInMailbox) {}

  @Get()
  @Header('content-type', HTML)
  @Header('content-security-policy', PAGE_POLICY)
  @Header('cache-control', 'no-store')
  async list(): Promise<string> {
    const ids = await this.mailbox.list();
    const mails = await Promise.all(ids.slice(0, SHOWN).map(async (id) => ({ id, mail: await this.find(id) })));
    return render(createElement(MailListPage, { mails, total: ids.length }));
  }

  @Get('mailbox.css')
  @Header('content-type', 'text/css; charset=utf-8')
  style(): string {
    return STYLE;
  }

  @Get(':id')
  @Header('content-type', HTML)
  @Header('content-security-policy', PAGE_POLICY)
  @Header('cache-control', 'no-store')
  async one(@Param('id') id: string): Promise<string> {
    return render(createElement(MailPage, { id, mail: await this.find(id) }));
  }

  @Get(':id/html')
  @Header('content-type', HTML)
  @Header('content-security-policy', MAIL_POLICY)
  @Header('x-frame-options', 'SAMEORIGIN')
  @Header('cache-control', 'no-store')
  async html(@Param('id') id: string): Promise<string> {
    return (await this.find(id)).html;
  }

  @Get(':id/mail.eml')
  @Header('content-type', 'message/rfc822')
  @Header('cache-control', 'no-store')
  async raw(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const raw = await this.rawOf(id);
    reply.header('content-disposition', `attachment; filename="${id}.eml"`);
    return raw;
  }

  private async find(id: string) {
    return readMail(await this.rawOf(id));
  }

  private async rawOf(id: string): Promise<Buffer> {
    const raw = await this.mailbox.read(id);
    if (!raw) throw new NotFound('mail');
    return raw;
  }
}
