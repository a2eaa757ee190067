import { InvalidInput, isId } from '#kernel';

export interface PageWanted {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Paged<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** Throws InvalidInput if the cursor is not one that a page gave. */
export function readCursor<T extends PageWanted>(wanted: T): T {
  if (wanted.cursor === undefined || isId(wanted.cursor)) return wanted;
  throw badCursor();
}

export function badCursor(parameter = 'cursor'): InvalidInput {
  const detail = 'Please give a cursor as nextCursor gave it.';
  return new InvalidInput([{ pointer: `/${parameter}`, code: 'invalid_cursor', detail }]);
}

/** A page from rows of which one more than the limit was asked for. */
export function toPage<T extends { readonly id: string }>(rows: readonly T[], limit: number): Paged<T> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null };
}
