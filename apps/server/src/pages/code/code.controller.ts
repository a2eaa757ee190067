import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createElement } from 'react';
import type { EventView } from '#contracts';
import { CodeUnknown, KeptPlaces, WhatsOn } from '#registration';
import { CodeGuesses } from '../../http/code-guesses.js';
import { EMPTY_FORM } from '../forms/faults.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { refuse } from '../refusals/refuse.js';
import { CODE_FIELD, CodePage, KeptTimesPage } from './code.page.js';
import { typedCode, withCode } from './typed-code.js';

/** Where somebody types a code who was told it, and not for which time. */
@ApiExcludeController()
@Controller('events/:slug/code')
export class CodeController {
  constructor(
    private readonly whatsOn: WhatsOn,
    private readonly kept: KeptPlaces,
    private readonly guesses: CodeGuesses,
  ) {}

  @Get()
  @HtmlPage()
  async page(
    @Param('slug') slug: string,
    @Query(CODE_FIELD) sent: unknown,
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const event = await this.whatsOn.event(slug);
    const typed = typedCode(sent);
    if (typed === '') return render(createElement(CodePage, { event, form: EMPTY_FORM }));
    try {
      const ids = event.sessions.map(({ id }) => id);
      const opened = await this.guesses.guess(ip, () => this.kept.sessions(ids, typed));
      return leadOn(event, opened, typed, reply);
    } catch (error) {
      return error instanceof CodeUnknown ? askedAgain(event, typed, error, reply) : refuse(reply, error, { event });
    }
  }
}

function leadOn(event: EventView, opened: ReadonlySet<string>, typed: string, reply: FastifyReply): string {
  const sessions = event.sessions.filter(({ id }) => opened.has(id));
  const linkTo = ({ id }: { readonly id: string }) => withCode(`/events/${event.slug}/sessions/${id}`, typed);
  if (sessions.length === 1) return goTo(reply, linkTo(sessions[0]!));
  return render(createElement(KeptTimesPage, { event, sessions, linkTo }));
}

/** The page of the code with what is wrong with the one that was typed. */
export function askedAgain(event: EventView, typed: string, error: CodeUnknown, reply: FastifyReply): string {
  reply.status(error.status);
  const faults = [{ pointer: CODE_FIELD, code: error.code, detail: error.message }];
  return render(createElement(CodePage, { event, form: { values: { [CODE_FIELD]: typed }, faults } }));
}
