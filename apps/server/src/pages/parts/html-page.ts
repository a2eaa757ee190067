import { applyDecorators, Header } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** The handler answers a page as text. */
export function HtmlPage(): MethodDecorator {
  return applyDecorators(Header('content-type', 'text/html; charset=utf-8'));
}

/** After a form has done something: the browser goes on by GET, so that reloading does nothing again. */
export function goTo(reply: FastifyReply, path: string): string {
  reply.status(303).header('location', path);
  return '';
}
