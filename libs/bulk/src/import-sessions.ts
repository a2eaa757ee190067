import { dayOf, zoned } from '#kernel';

export interface ImportSession {
  readonly id: string;
  readonly title: string | null;
  readonly startsAt: Date;
  readonly timeZone: string;
}

/** What a cell says about its session: the id of the one meant, or that there is none such, or more than one. */
export type Meant = { readonly id: string } | 'none' | 'several';

/**
 * Finds the session that a person means: by its id, its title, or when it starts there, as spreadsheets write it
 * (`2027-06-12 10:30`, `12/06/2027 10:30`, `12.6.2027`, `2:30 pm`), the day or the time alone if that is enough.
 * Days come before months: this is no American house.
 */
export class SessionNames {
  private readonly byName = new Map<string, Set<string>>();

  constructor(private readonly sessions: readonly ImportSession[]) {
    for (const session of sessions) {
      for (const name of namesOf(session)) {
        this.byName.set(name, (this.byName.get(name) ?? new Set()).add(session.id));
      }
    }
  }

  find(cell: string): Meant {
    const found = this.byName.get(momentOf(cell) ?? plainName(cell));
    if (!found) return 'none';
    return found.size === 1 ? { id: [...found][0]! } : 'several';
  }

  /** The session of an event that has one only. */
  get only(): string | undefined {
    return this.sessions.length === 1 ? this.sessions[0]!.id : undefined;
  }
}

function namesOf({ id, title, startsAt, timeZone }: ImportSession): Set<string> {
  const { year, month, day, hour, minute } = zoned(startsAt, timeZone);
  const minutes = `${minute}`.padStart(2, '0');
  const noonward = `${hour % 12 || 12}:${minutes}${hour < 12 ? 'am' : 'pm'}`;
  const times = [`${hour}:${minutes}`, `${hour}.${minutes}`, noonward];
  const said = dayOf(startsAt, timeZone);
  const numbers = [`${year}-${month}-${day}`, `${day}-${month}-${year}`, `${day}-${month}-${year % 100}`];
  const days = [...numbers, said, said.slice(said.indexOf(' ') + 1)];
  const local = [...days, ...times, ...days.flatMap((one) => times.map((time) => `${one} ${time}`))];
  return new Set([instant(startsAt), ...[id, title ?? id, ...local].map(plainName)]);
}

/** An instant that says its own zone (RFC 3339), which no reading of a local clock may be taken for. */
function momentOf(cell: string): string | undefined {
  const said = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(cell);
  const moment = said ? new Date(cell) : undefined;
  return moment && !Number.isNaN(moment.getTime()) ? instant(moment) : undefined;
}

function instant(moment: Date): string {
  return `@${moment.getTime()}`;
}

/** One spelling for all: small letters, `-` in dates, no zeros in front, no seconds, no commas, one space. */
function plainName(text: string): string {
  return text
    .toLowerCase()
    .replace(/(\d)[./-](\d{1,2})[./-](\d)/g, '$1-$2-$3')
    .replace(/(\d)t(\d)/g, '$1 $2')
    .replace(/([:.]\d\d):00(\.0+)?(?!\d)/g, '$1')
    .replace(/(^|[^\d:.])0+(?=\d)/g, '$1')
    .replace(/,/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[ap]m\b)/g, '')
    .trim();
}
