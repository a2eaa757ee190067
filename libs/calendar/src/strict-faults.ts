import { at, type ContentLine, readLines } from './content-lines.js';
import { type Component, componentFaults } from './component-rules.js';
import { definitionFaults, timeFaults } from './time-rules.js';

/**
 * What is wrong with a calendar object that this house writes, in sentences; nothing if it is good.
 * Stricter than the RFCs: it also refuses what they allow and some client stumbles over, such as a
 * second ATTENDEE or a TZID without a definition. It reads the text by itself and shares no code
 * with the writer; only zone definitions are evaluated, by ical.js.
 */
export function strictFaults(text: string): string[] {
  const { lines, faults } = readLines(text);
  const { calendar, misplaced } = componentTree(lines);
  const found = [...faults, ...misplaced];
  if (!calendar) return [...found, 'there is no whole VCALENDAR'];
  found.push(...componentFaults(calendar), ...timeFaults(calendar), ...methodFaults(calendar));
  return found.length > 0 ? found : definitionFaults(text);
}

function componentTree(lines: readonly ContentLine[]): { calendar: Component | undefined; misplaced: string[] } {
  const misplaced: string[] = [];
  const open: Component[] = [];
  let calendar: Component | undefined;
  for (const line of lines) {
    const inner = open.at(-1);
    if (calendar) misplaced.push(at(line.number, 'stands after the calendar'));
    else if (line.name === 'BEGIN') {
      const component = { name: line.value, number: line.number, properties: [], components: [] };
      inner?.components.push(component);
      open.push(component);
    } else if (!inner) misplaced.push(at(line.number, 'stands before the calendar'));
    else if (line.name === 'END') {
      if (line.value !== inner.name) misplaced.push(at(line.number, `ends ${line.value} inside ${inner.name}`));
      if (open.pop() && open.length === 0) calendar = inner;
    } else {
      if (inner.components.length > 0) misplaced.push(at(line.number, `${line.name} stands after a component`));
      inner.properties.push(line);
    }
  }
  return { calendar, misplaced };
}

/** RFC 5546 §3.2.1, §3.2.2, §3.2.5, and one guest in each mail (§6.3). */
function methodFaults(calendar: Component): string[] {
  const method = find(calendar, 'METHOD')?.value;
  const events = calendar.components.filter((component) => component.name === 'VEVENT');
  const faults = events.flatMap((event) => eventFaults(event, method));
  const isFeed = find(calendar, 'NAME') !== undefined;
  if (events.length === 0 && !isFeed) faults.push('there is no VEVENT');
  if (events.length > 1 && !(isFeed && method === 'PUBLISH')) faults.push('there is more than one VEVENT');
  const uids = events.map((event) => find(event, 'UID')?.value);
  if (new Set(uids).size < uids.length) faults.push('two VEVENTs have one UID');
  return faults;
}

function eventFaults(event: Component, method: string | undefined): string[] {
  const cancelled = find(event, 'STATUS')?.value === 'CANCELLED';
  const free = find(event, 'TRANSP')?.value === 'TRANSPARENT';
  const checks: readonly [fault: string, found: boolean][] = [
    ['PUBLISH names an ATTENDEE', method === 'PUBLISH' && !!find(event, 'ATTENDEE')],
    [`${method} has no ATTENDEE`, method !== 'PUBLISH' && !find(event, 'ATTENDEE')],
    ['REQUEST is CANCELLED', method === 'REQUEST' && cancelled],
    ['CANCEL is not CANCELLED', method === 'CANCEL' && !cancelled],
    ['CANCEL does not raise SEQUENCE', method === 'CANCEL' && find(event, 'SEQUENCE')?.value === '0'],
    ['STATUS and TRANSP do not fit', cancelled !== free],
    ['LOCATION and X-APPLE-STRUCTURED-LOCATION differ', !isLocatedAlike(event)],
  ];
  return checks.filter(([, found]) => found).map(([fault]) => at(event.number, fault));
}

function isLocatedAlike(event: Component): boolean {
  const apple = find(event, 'X-APPLE-STRUCTURED-LOCATION');
  if (!apple) return true;
  const title = decoded(apple.parameters.get('X-TITLE') ?? '');
  const address = apple.parameters.get('X-ADDRESS');
  const location = find(event, 'LOCATION')?.value.replace(/\\([\\;,nN])/g, (_, mark: string) =>
    mark.toLowerCase() === 'n' ? '\n' : mark,
  );
  return location === title || (address !== undefined && location === `${title}\n${decoded(address)}`);
}

/** RFC 6868 §3.1. */
function decoded(parameter: string): string {
  return parameter.replace(/\^([n^'])/g, (_, mark: string) => (mark === 'n' ? '\n' : mark === "'" ? '"' : '^'));
}

function find(component: Component, name: string): ContentLine | undefined {
  return component.properties.find((line) => line.name === name);
}
