import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import type { Component } from './component-rules.js';
import { at, type ContentLine } from './content-lines.js';

const IN_UTC = ['DTSTAMP', 'CREATED', 'LAST-MODIFIED'];
const LOCAL = /^\d{8}T([01]\d|2[0-3])[0-5]\d[0-5]\d$/;

/** Faults of the calendar's times: their form, their zones, and whether each entry ends after it starts. */
export function timeFaults(calendar: Component): string[] {
  const zones = calendar.components.filter((component) => component.name === 'VTIMEZONE');
  const defined = zones.map((zone) => valueOf(zone, 'TZID'));
  const events = calendar.components.filter((component) => component.name === 'VEVENT');
  const used = new Set(events.flatMap((event) => event.properties.map((line) => line.parameters.get('TZID'))));
  return [
    // A feed without entries defines a zone, so as not to be empty.
    ...defined
      .filter((zone) => events.length > 0 && !used.has(zone))
      .map((zone) => `the zone ${zone} is defined but not used`),
    ...(new Set(defined).size < defined.length ? ['a zone is defined twice'] : []),
    ...zones.flatMap(observanceFaults),
    ...events.flatMap((event) => eventFaults(event, defined)),
  ];
}

function observanceFaults(zone: Component): string[] {
  if (zone.components.length === 0) return [at(zone.number, 'VTIMEZONE has no STANDARD or DAYLIGHT')];
  return zone.components
    .flatMap(({ properties }) => properties.filter(({ name }) => name === 'DTSTART' || name === 'RDATE'))
    .filter((line) => line.parameters.size > 0 || !isReal(line.value))
    .map((line) => at(line.number, `${line.name} is not a local time`));
}

function eventFaults(event: Component, defined: readonly (string | undefined)[]): string[] {
  const stamps = event.properties.filter(({ name }) => IN_UTC.includes(name));
  const times = event.properties.filter(({ name }) => name === 'DTSTART' || name === 'DTEND');
  const faults = [
    ...stamps.filter((line) => !isUtc(line)).map((line) => at(line.number, `${line.name} is not a time in UTC`)),
    ...times.flatMap((line) => {
      const fault = timeFault(line, defined);
      return fault ? [at(line.number, `${line.name} ${fault}`)] : [];
    }),
  ];
  const [starts, ends] = ['DTSTART', 'DTEND'].map((name) => times.find((line) => line.name === name));
  if (faults.length > 0 || !starts || !ends) return faults;
  if (isUtc(starts) !== isUtc(ends)) return [at(ends.number, 'DTEND has another form than DTSTART')];
  return Temporal.Instant.compare(instantOf(starts), instantOf(ends)) < 0 ? [] : [at(ends.number, 'ends too early')];
}

function timeFault(line: ContentLine, defined: readonly (string | undefined)[]): string | undefined {
  if (isUtc(line)) return undefined;
  const zone = line.parameters.get('TZID');
  if (line.parameters.size !== 1 || !zone || !isReal(line.value)) return 'is neither a time in UTC nor one in a zone';
  if (!defined.includes(zone)) return `is in ${zone}, which is not defined`;
  try {
    instantOf(line);
    return undefined;
  } catch {
    return `is a time that ${zone} does not have, or has twice`;
  }
}

/** The definitions say of each time what this machine says of the zone. Only for a file without other faults. */
export function definitionFaults(text: string): string[] {
  const calendar = ICAL.Component.fromString(text);
  const zones = new Map(
    calendar
      .getAllSubcomponents('vtimezone')
      .map((zone) => [zone.getFirstPropertyValue('tzid'), new ICAL.Timezone(zone)]),
  );
  const times = calendar
    .getAllSubcomponents('vevent')
    .flatMap((event) => [event.getFirstProperty('dtstart'), event.getFirstProperty('dtend')]);
  return times.flatMap((property) => {
    const zone = property?.getFirstParameter('tzid');
    const time = property?.getFirstValue();
    if (!zone || !(time instanceof ICAL.Time)) return [];
    const { offsetNanoseconds } = Temporal.PlainDateTime.from(time.toString()).toZonedDateTime(zone);
    return zones.get(zone)?.utcOffset(time) === offsetNanoseconds / 1e9
      ? []
      : [`the definition of ${zone} gives a wrong offset at ${time.toString()}`];
  });
}

function isUtc({ parameters, value }: ContentLine): boolean {
  return parameters.size === 0 && value.endsWith('Z') && isReal(value.slice(0, -1));
}

function isReal(value: string): boolean {
  if (!LOCAL.test(value)) return false;
  try {
    return Boolean(Temporal.PlainDateTime.from(value));
  } catch {
    return false;
  }
}

function instantOf({ parameters, value }: ContentLine): Temporal.Instant {
  const zone = parameters.get('TZID');
  if (!zone) return Temporal.Instant.from(value);
  return Temporal.PlainDateTime.from(value).toZonedDateTime(zone, { disambiguation: 'reject' }).toInstant();
}

function valueOf(component: Component, name: string): string | undefined {
  return component.properties.find((line) => line.name === name)?.value;
}
