import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { EventsQuery, EventSummary, EventView } from '#contracts';
import { WhatsOn } from '#registration';
import { z } from 'zod';
import { Describe } from '../http/describe.js';

const EventList = z.object({ items: z.array(EventSummary), nextCursor: z.null() }).meta({ id: 'EventList' });

@ApiTags('Programme')
@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly whatsOn: WhatsOn) {}

  @Get()
  @Describe({
    summary: 'Lists the published events',
    description: 'In order of their first session. Cancelled events stay until they would have been over.',
    answers: [200, 'The events', EventList],
    refusals: { 422: 'invalid_input' },
  })
  async list(@Query({ schema: EventsQuery }) query: EventsQuery): Promise<z.infer<typeof EventList>> {
    return { items: await this.whatsOn.events(query), nextCursor: null };
  }

  @Get(':slug')
  @ApiParam({ name: 'slug', example: 'open-squares-weekend-2027' })
  @Describe({
    summary: 'Reads one event with its sessions',
    answers: [200, 'The event', EventView],
    refusals: { 404: 'not_found' },
  })
  one(@Param('slug') slug: string): Promise<EventView> {
    return this.whatsOn.event(slug);
  }
}
