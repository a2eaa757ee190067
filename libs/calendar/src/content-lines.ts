/** One unfolded line of the file, with the number of the physical line that it begins on. */
export interface ContentLine {
  readonly number: number;
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

export interface Reading {
  readonly lines: readonly ContentLine[];
  readonly faults: readonly string[];
}

const LONGEST_LINE = 75;
// The last three are no controls, but Python and others end a line at them.
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000A-\u001F\u007F\u0085\u2028\u2029]/;
const PARAMETER = /;([A-Za-z0-9-]+)=((?:"[^"]*"|[^",;:]*)(?:,(?:"[^"]*"|[^",;:]*))*)/y;

/** Reads content lines by the letter of RFC 5545 §3.1 and §3.2. Lines that cannot be read are left out. */
export function readLines(text: string): Reading {
  const faults: string[] = [];
  const lines: ContentLine[] = [];
  if (!text.endsWith('\r\n')) faults.push('the last line does not end with CR LF');
  const physical = text.replace(/\r\n$/, '').split('\r\n');
  physical.forEach((line, index) => faults.push(...physicalFaults(line).map((fault) => at(index + 1, fault))));
  for (const [number, line] of unfolded(physical)) {
    const read = readLine(number, line);
    if (typeof read === 'string') faults.push(at(number, read));
    else lines.push(read);
  }
  return { lines, faults };
}

export function at(number: number, fault: string): string {
  return `line ${number}: ${fault}`;
}

function physicalFaults(line: string): string[] {
  const faults: string[] = [];
  if (line === '' || line === ' ' || line === '\t') faults.push('is empty');
  if (Buffer.byteLength(line) > LONGEST_LINE) faults.push(`is longer than ${LONGEST_LINE} octets`);
  if (FORBIDDEN.test(line)) faults.push('holds a control character or a lone CR or LF');
  if (!line.isWellFormed()) faults.push('holds half a character');
  return faults;
}

function unfolded(physical: readonly string[]): [number: number, line: string][] {
  const whole: [number, string][] = [];
  for (const [index, line] of physical.entries()) {
    const last = whole.at(-1);
    if (last && /^[ \t]/.test(line)) last[1] += line.slice(1);
    else whole.push([index + 1, line]);
  }
  return whole;
}

function readLine(number: number, line: string): ContentLine | string {
  const name = /^[A-Z0-9-]+(?=[;:])/.exec(line)?.[0];
  if (!name) return 'does not begin with a name in capitals';
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = name.length;
  let end = name.length;
  for (let found = PARAMETER.exec(line); found; found = PARAMETER.exec(line)) {
    const [, key, value] = found as unknown as [string, string, string];
    if (parameters.has(key.toUpperCase())) return `gives ${key} twice`;
    parameters.set(key.toUpperCase(), value.replace(/^"([^"]*)"$/, '$1'));
    end = PARAMETER.lastIndex;
  }
  if (line[end] !== ':') return 'has parameters that cannot be read';
  return { number, name, parameters, value: line.slice(end + 1) };
}
