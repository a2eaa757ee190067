import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Links } from '#registration';
import { CalendarFiles } from '#notices';

/** The calendar file of one registration, opened by a token that opens nothing else. */
@ApiExcludeController()
@Controller('calendar/registrations')
export class CalendarFilesController {
  constructor(
    private readonly links: Links,
    private readonly files: CalendarFiles,
  ) {}

  @Get(':token.ics')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="gatehouse.ics"')
  file(@Param('token') token: string): Promise<string> {
    return this.files.of(this.links.open('calendar', token));
  }
}
