import { Headers, Logger, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Changes } from '#changes';
import { liveExample } from '#contracts';
import { badCursor, Database } from '#database';
import { Events } from '#programme';
import { type Caller as AdminCaller, Reach } from '#staff';
import { LiveFeed } from '../live/live-feed.service.js';
import { LiveStreams } from '../live/live-streams.service.js';
import { LiveWatch } from '../live/live-watch.js';
import { Caller } from './access.guard.js';
import { AdminController, AdminStream } from './operations.js';

const EVENT_STREAM = 'text/event-stream';

@AdminController('events')
export class LiveController {
  private readonly log = new Logger('Live');

  constructor(
    private readonly feed: LiveFeed,
    private readonly streams: LiveStreams,
    private readonly events: Events,
    private readonly changes: Changes,
    private readonly database: Database,
  ) {}

  @AdminStream('events/:id/live', {
    needs: 'programme:read',
    summary: 'Watches how an event fills, as it happens',
    description: [
      'Server-sent events. `snapshot` comes first: how full every session is.',
      '`availability` names the sessions whose numbers have changed, at most twice a second.',
      '`change` is an item of the feed of changes in this event; those about people only with `registrations:read`.',
      'Its id is a position in that feed: send the last one as Last-Event-ID and nothing that happened meanwhile is missing.',
      'Both may come twice. The stream ends when the caller may not watch any more, and when the server stops.',
    ].join(' '),
    answers: [200, 'The stream, until somebody closes it', undefined, liveExample],
    refusals: { 422: 'invalid_input: Last-Event-ID is none of ours', 429: 'too_many_streams', 503: 'busy' },
  })
  async watch(
    @Param('id') id: string,
    @Headers('last-event-id') since: string | undefined,
    @Caller() caller: AdminCaller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { id: eventId } = await this.events.one(id, caller.reach('programme:read') ?? new Reach([]));
    if (since !== undefined && !/^\d{1,18}$/.test(since)) throw badCursor('Last-Event-ID');
    if (request.method === 'HEAD') return void reply.type(EVENT_STREAM).send();
    const seesPeople = caller.may('registrations:read', eventId);
    const mayStay = (now: AdminCaller) =>
      now.may('programme:read', eventId) && now.may('registrations:read', eventId) === seesPeople;
    const stream = this.streams.admit(request, caller, mayStay);
    const watch = new LiveWatch(eventId, stream, seesPeople);
    stream.once('close', () => this.feed.leave(watch));
    reply.raw.once('close', () => stream.destroy());
    try {
      const beginning = await this.feed.join(watch);
      if (stream.destroyed) return this.feed.leave(watch);
      // A proxy in front must not gather the pieces.
      void reply.type(EVENT_STREAM).header('x-accel-buffering', 'no').header('connection', 'close').send(stream);
      await watch.begin(beginning, since, { database: this.database, changes: this.changes });
    } catch (error) {
      stream.destroy();
      if (!reply.sent) throw error;
      this.log.warn({ err: error }, 'A stream broke off.');
    }
  }
}
