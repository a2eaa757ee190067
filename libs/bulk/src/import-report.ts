import type { ImportFault, ImportField, ImportView } from '#contracts';
import { type DomainError, InvalidInput } from '#kernel';
import { AddressTwice } from '#registration';
import type { ImportLine } from './import-lines.js';

/** Faults that a report shows; nobody corrects more of them one by one. */
const SHOWN = 200;

/** A line that names a party, with what the house says to it. */
export interface Judged {
  readonly line: ImportLine;
  readonly refusal: DomainError | undefined;
}

export function reportOf(
  lines: readonly ImportLine[],
  judged: readonly Judged[],
  fields: readonly (ImportField | null)[],
): ImportView['report'] {
  const refused = judged.flatMap(({ line, refusal }) =>
    refusal ? refusalFaults(line.line, refusal, judged, fields) : [],
  );
  const faults = [...lines.flatMap((line) => line.faults), ...refused].sort((a, b) => a.line - b.line);
  const good = judged.filter(({ refusal }) => refusal === undefined);
  return {
    lines: lines.length,
    good: good.length,
    people: good.reduce((sum, { line }) => sum + line.party!.partySize, 0),
    faults: faults.slice(0, SHOWN),
    moreFaults: Math.max(0, faults.length - SHOWN),
  };
}

function refusalFaults(
  line: number,
  refusal: DomainError,
  judged: readonly Judged[],
  fields: readonly (ImportField | null)[],
): ImportFault[] {
  const told = (field: ImportField | undefined, code: string, detail: string): ImportFault => {
    const index = field === undefined ? -1 : fields.indexOf(field);
    return { line, column: index === -1 ? null : index + 1, code, detail };
  };
  if (refusal instanceof AddressTwice) {
    const first = judged[refusal.first]!.line.line;
    return [told('email', refusal.code, `The same address stands on line ${first} already.`)];
  }
  if (refusal instanceof InvalidInput) {
    return refusal.errors.map(({ pointer, code, detail }) => told(fieldAt(pointer), code, detail));
  }
  return [told(FIELD_OF[refusal.code], refusal.code, refusal.message)];
}

const FIELD_OF: Readonly<Record<string, ImportField>> = {
  already_registered: 'email',
  session_full: 'session',
  session_cancelled: 'session',
  registration_closed: 'session',
  not_found: 'session',
};

/** Where a party is refused stands in it (RFC 6901): `/answers/<id>`, `/guests/0/answers/<id>`. */
function fieldAt(pointer: string): ImportField {
  const [, part = '', id] = pointer.split('/');
  return part === 'answers' ? `answers.${id ?? ''}` : (part as ImportField);
}
