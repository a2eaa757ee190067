import { Controller, Get, Options, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Feed, Feeds, type Packing, type PublicFeed } from '#feeds';
import { matches } from '../http/conditional.js';

/** Everybody's pages may show a public calendar. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-expose-headers': 'ETag, Last-Modified',
} as const;
/** Calendars that ask again within minutes are answered without asking us. */
const SECONDS = 300;

/** Calendars to subscribe to. */
@ApiExcludeController()
@Controller('calendar')
export class FeedsController {
  constructor(private readonly feeds: Feeds) {}

  @Get('all.ics')
  all(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send('all', request, reply);
  }

  @Get(':programme.ics')
  programme(
    @Param('programme') programme: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send({ programme }, request, reply);
  }

  @Get('venues/:venue.ics')
  venue(@Param('venue') venue: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send({ venue }, request, reply);
  }

  @Get('own/:token.ics')
  async own(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const feed = await this.feeds.own(token);
    answer(feed, request, reply.header('cache-control', 'private, no-cache'));
  }

  @Options('all.ics')
  allowAll(@Res() reply: FastifyReply): void {
    allow(reply);
  }

  @Options(':programme.ics')
  allowProgramme(@Res() reply: FastifyReply): void {
    allow(reply);
  }

  @Options('venues/:venue.ics')
  allowVenue(@Res() reply: FastifyReply): void {
    allow(reply);
  }

  private async send(which: PublicFeed, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const feed = await this.feeds.public(which);
    answer(feed, request, reply.headers(CORS).header('cache-control', `public, max-age=${SECONDS}`));
  }
}

/** GET and HEAD alike; 304 to who has it by its ETag or, without one, by its time (RFC 9110 §13.1, §13.2.2). */
function answer(feed: Feed, { headers }: FastifyRequest, reply: FastifyReply): void {
  const packing = packingFor(headers['accept-encoding']);
  const { bytes, etag } = feed.bodies[packing];
  reply
    .header('etag', etag)
    .header('last-modified', feed.lastModified.toUTCString())
    .header('vary', 'Accept-Encoding')
    .header('content-type', 'text/calendar; charset=utf-8');
  const tag = headers['if-none-match'];
  const since = headers['if-modified-since'];
  // A tag of another packing names the same calendar.
  const known =
    tag === undefined
      ? since !== undefined && Date.parse(since) >= feed.lastModified.getTime()
      : Object.values(feed.bodies).some((body) => matches(tag, body.etag));
  if (known) return void reply.status(304).removeHeader('content-type').send();
  if (packing !== 'identity') reply.header('content-encoding', packing);
  reply.send(bytes);
}

function allow(reply: FastifyReply): void {
  reply.status(204).headers(CORS).header('allow', CORS['access-control-allow-methods']).send();
}

/** The smallest that the client takes (RFC 9110 §12.5.3). */
function packingFor(accepted = ''): Packing {
  const takes = (name: string) =>
    accepted
      .split(',')
      .some((one) => one.trim().split(';')[0]!.trim().toLowerCase() === name && !/;\s*q=0(\.0*)?\s*$/.test(one));
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
}
