import { Injectable } from '@nestjs/common';
import type { EventClone } from '#contracts';
import type { Tx } from '#database';
import type { Actor } from '#staff';

/** Ids of an event and of the draft that was just made from it. */
export interface Cloned {
  readonly from: string;
  readonly to: string;
  readonly by: Actor;
}

export type CopiedAlong = EventClone['copiedAlong'][number];

type Copy = (tx: Tx, cloned: Cloned) => Promise<CopiedAlong>;

/** What goes along with an event to another year and is kept by libs further up, which sign on here. */
@Injectable()
export class AlsoCloned {
  private readonly parts: Copy[] = [];

  add(copy: Copy): void {
    this.parts.push(copy);
  }

  async copy(tx: Tx, cloned: Cloned): Promise<CopiedAlong[]> {
    const copied: CopiedAlong[] = [];
    for (const copy of this.parts) copied.push(await copy(tx, cloned));
    return copied;
  }
}
