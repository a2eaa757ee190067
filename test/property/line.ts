/** A party that waits, as the model has it. */
export interface Waiter {
  /** Without those that it has said no to. */
  wants: readonly number[];
  readonly people: number;
  /** The fewest places that would do. */
  readonly least: number;
  state: 'waiting' | 'offered' | 'accepted' | 'gone';
  /** The sessions in whose line it stands. */
  readonly lines: Set<number>;
  /** How often it was passed over there. */
  readonly passedOver: Map<number, number>;
  offer?: { readonly session: number; readonly people: number; readonly until: number } | undefined;
}

interface Places {
  readonly places: number;
  readonly taken: number;
}

/** Who waits and who is next, as docs/waiting-list.md says it: a list from the first to the last, and no database. */
export class Line {
  readonly waiters: Waiter[] = [];

  constructor(private readonly limit: number) {}

  isWaitedFor(session: number): boolean {
    return this.standing(session).length > 0;
  }

  /** People to whom places of the session are offered. */
  offered(session: number): number {
    const offers = this.waiters.flatMap(({ offer }) => (offer?.session === session ? [offer.people] : []));
    return offers.reduce((sum, people) => sum + people, 0);
  }

  join(wants: readonly number[], people: number, fewer: boolean): void {
    const least = fewer ? 1 : people;
    this.waiters.push({ wants, people, least, state: 'waiting', lines: new Set(wants), passedOver: new Map() });
  }

  accept(waiter: Waiter): void {
    Object.assign(waiter, { state: 'accepted', offer: undefined });
  }

  /** It waits on for its other sessions. */
  decline(waiter: Waiter): string {
    const { offer } = waiter;
    if (!offer) return 'offer_ended';
    waiter.offer = undefined;
    waiter.wants = waiter.wants.filter((session) => session !== offer.session);
    waiter.state = waiter.wants.length > 0 ? 'waiting' : 'gone';
    for (const session of waiter.wants) waiter.lines.add(session);
    return 'done';
  }

  leave(waiter: Waiter): string {
    if (waiter.state === 'waiting' || waiter.state === 'offered') this.goHome(waiter);
    return 'done';
  }

  expire(now: number): void {
    for (const waiter of this.waiters) if (waiter.offer && waiter.offer.until <= now) this.goHome(waiter);
  }

  /** The first that fits, unless places are saved for somebody before it; as long as something is free. */
  serve(session: number, { places, taken }: Places, until: number): void {
    for (let free = places - taken; free > 0;) {
      const line = this.standing(session);
      const next = line.find(({ least }) => least <= free);
      const savedFor = line.find((one) => this.isSavedFor(one, session) && one.least <= places);
      if (!next || (savedFor && line.indexOf(savedFor) < line.indexOf(next))) return;
      for (const passed of line.slice(0, line.indexOf(next))) {
        passed.passedOver.set(session, (passed.passedOver.get(session) ?? 0) + 1);
      }
      const people = Math.min(free, next.people);
      next.lines.clear();
      Object.assign(next, { state: 'offered', offer: { session, people, until } });
      free -= people;
    }
  }

  private standing(session: number): Waiter[] {
    return this.waiters.filter(({ lines }) => lines.has(session));
  }

  private isSavedFor({ passedOver }: Waiter, session: number): boolean {
    return (passedOver.get(session) ?? 0) >= this.limit;
  }

  private goHome(waiter: Waiter): void {
    waiter.lines.clear();
    Object.assign(waiter, { state: 'gone', offer: undefined });
  }
}
