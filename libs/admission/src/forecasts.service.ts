import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { type Forecast, FORECAST_DAYS, type ForecastQuery } from '#contracts';
import { Database } from '#database';
import { Clock, InvalidInput, isId, NotFound, zoned } from '#kernel';
import { Event, Venue } from '#programme';
import type { Reach } from '#staff';
import { forecast } from './forecast.js';
import { findPlannedThere, findSpan, type Span } from './forecast.queries.js';

/** How many people are planned to be on site, by quarter-hours: of drafts too, as the team plans with them. */
@Injectable()
export class Forecasts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Throws NotFound, or InvalidInput for days that end before they begin or are too many. */
  async ofVenue(id: string, query: ForecastQuery, reach: Reach): Promise<Forecast> {
    const tx = this.database.reader;
    const venue = isId(id) ? await tx.findOneBy(Venue, { id }) : null;
    if (!venue) throw new NotFound('venue');
    const span = daysOf(query, venue.timeZone, this.clock.now());
    return forecast(venue, span, await findPlannedThere(tx, venue.id, span), reach);
  }

  /**
   * The quarters in which its people may be there, with all others who may be there then: of the days asked for, or
   * of its first 31 days. Throws what `ofVenue` throws.
   */
  async ofEvent(id: string, query: ForecastQuery, reach: Reach): Promise<Forecast> {
    const tx = this.database.reader;
    const event = isId(id) ? await tx.findOneBy(Event, { id }) : null;
    if (!event) throw new NotFound('event');
    reach.mustCover(event.id, 'event');
    const venue = await tx.findOneByOrFail(Venue, { id: event.venueId });
    const whole = await findSpan(tx, event.id);
    const span = whole ? daysOf(withDefaults(query, whole, venue), venue.timeZone, whole.from) : NEVER;
    return forecast(venue, span, await findPlannedThere(tx, venue.id, span), reach, event.id);
  }
}

const NEVER: Span = { from: new Date(0), until: new Date(0) };

function withDefaults({ from, to }: ForecastQuery, whole: Span, { timeZone }: Venue): ForecastQuery {
  const dayOf = (instant: Date) => zoned(instant, timeZone).toPlainDate();
  const first = from === undefined ? dayOf(whole.from) : Temporal.PlainDate.from(from);
  const [last, most] = [dayOf(whole.until), first.add({ days: FORECAST_DAYS - 1 })];
  const otherwise = [last, most].toSorted((one, other) => Temporal.PlainDate.compare(one, other))[0]!;
  const until = Temporal.PlainDate.compare(otherwise, first) < 0 ? first : otherwise;
  return { from: first.toString(), to: to ?? until.toString() };
}

/** Days as the calendar at the venue has them, from midnight there to midnight there. */
function daysOf({ from, to }: ForecastQuery, timeZone: string, now: Date): Span {
  const first = from === undefined ? zoned(now, timeZone).toPlainDate() : Temporal.PlainDate.from(from);
  const last = to === undefined ? first : Temporal.PlainDate.from(to);
  const days = first.until(last, { largestUnit: 'days' }).days + 1;
  if (days < 1) throw fault('to_before_from', 'The last day is before the first one.');
  if (days > FORECAST_DAYS) throw fault('too_many_days', `Please ask for at most ${FORECAST_DAYS} days at once.`);
  return { from: midnight(first, timeZone), until: midnight(last.add({ days: 1 }), timeZone) };
}

/** The first moment of the day: where the clocks go forward over midnight that is one o'clock. */
function midnight(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
}

function fault(code: string, detail: string): InvalidInput {
  return new InvalidInput([{ pointer: '/to', code, detail }]);
}
