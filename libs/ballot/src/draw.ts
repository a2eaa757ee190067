import { createHash, createHmac, createSecretKey } from 'node:crypto';

/**
 * The draw as docs/ballot.md defines it: a function of seed and list, and of nothing else. Whatever is changed here
 * makes published records wrong, so a change needs another version in the first line of the list.
 */

export interface DrawnSession {
  readonly id: string;
  /** Places to be given, in people. */
  readonly places: number;
}

export interface DrawnEntry {
  readonly id: string;
  readonly partySize: number;
  /** How many tickets it has. */
  readonly weight: number;
  /** Sessions, the most wished for first. */
  readonly preferences: readonly string[];
}

export interface EntryList {
  readonly ballotId: string;
  readonly sessions: readonly DrawnSession[];
  readonly entries: readonly DrawnEntry[];
}

export interface Result {
  readonly entryId: string;
  /** Its place in the order drawn, from 1. */
  readonly rank: number;
  /** The session that it has places in; null if it has none. */
  readonly sessionId: string | null;
}

const VERSION = 'gatehouse-ballot 1';

/** SHA-256 of the 32 bytes of the seed, which is given and answered in hexadecimal. */
export function commitmentTo(seed: string): string {
  return createHash('sha256').update(Buffer.from(seed, 'hex')).digest('hex');
}

/** The list line by line, each with its line end: sessions, then entries, both in the order of their ids. */
export function* listLines({ ballotId, sessions, entries }: EntryList): Generator<string> {
  yield `${VERSION}\n`;
  yield `ballot ${ballotId}\n`;
  for (const { id, places } of byId(sessions)) yield `session ${id} ${places}\n`;
  for (const { id, partySize, weight, preferences } of byId(entries)) {
    yield `entry ${id} ${partySize} ${weight} ${preferences.join(',')}\n`;
  }
}

/** SHA-256 of the lines, in hexadecimal. */
export function hashOfList(list: EntryList): string {
  const hash = createHash('sha256');
  for (const line of listLines(list)) hash.update(line);
  return hash.digest('hex');
}

/** In the order drawn: each party gets the first of its sessions that still holds all of it. */
export function draw(seed: string, list: EntryList): Result[] {
  const left = new Map(list.sessions.map(({ id, places }) => [id, places]));
  return inDrawnOrder(seed, list).map(({ id: entryId, partySize, preferences }, index) => {
    const sessionId = preferences.find((one) => (left.get(one) ?? 0) >= partySize) ?? null;
    if (sessionId !== null) left.set(sessionId, left.get(sessionId)! - partySize);
    return { entryId, rank: index + 1, sessionId };
  });
}

/** By the lowest of each entry's tickets. */
function inDrawnOrder(seed: string, list: EntryList): DrawnEntry[] {
  const key = createSecretKey(Buffer.from(seed, 'hex'));
  const listHash = hashOfList(list);
  const lowest = ({ id, weight }: DrawnEntry): string => {
    let best = '';
    for (let number = 1; number <= weight; number++) {
      const ticket = createHmac('sha256', key).update(`${listHash} ${id} ${number}`).digest('hex');
      if (best === '' || ticket < best) best = ticket;
    }
    return best;
  };
  const drawn = list.entries.map((entry) => ({ entry, ticket: lowest(entry) }));
  drawn.sort((a, b) => compared(a.ticket, b.ticket) || compared(a.entry.id, b.entry.id));
  return drawn.map(({ entry }) => entry);
}

function byId<T extends { readonly id: string }>(things: readonly T[]): T[] {
  return things.toSorted((a, b) => compared(a.id, b.id));
}

/** As bytes are compared: everything here is written in ASCII. */
function compared(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
