import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { EventsQuery, EventSummary, EventView, pageOf } from '#contracts';
import { WhatsOn } from '#registration';
import type { z } from 'zod';
import { DescribeRead } from '../http/describe.js';

const EventList = pageOf(EventSummary).meta({ id: 'EventList' });

@ApiTags('Programme')
@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly whatsOn: WhatsOn) {}

  @Get()
  @DescribeRead({
    summary: 'Lists the published events',
    description: 'In order of their first session. Cancelled events stay until they would have been over.',
    answers: [200, 'The events', EventList],
    refusals: { 422: 'invalid_input' },
  })
  list(@Query({ schema: EventsQuery }) query: EventsQuery): Promise<z.infer<typeof EventList>> {
    return this.whatsOn.page(query);
  }

  @Get(':slug')
  @ApiParam({ name: 'slug', example: 'open-squares-weekend-2027' })
  @DescribeRead({
    summary: 'Reads one event with its sessions',
    answers: [200, 'The event', EventView],
    refusals: { 404: 'not_found' },
  })
  one(@Param('slug') slug: string): Promise<EventView> {
    return this.whatsOn.event(slug);
  }
}
